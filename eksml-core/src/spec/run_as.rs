//! The form in which Kubernetes runs a training job.

use super::declare::spec;

spec! {
    /// The form in which Kubernetes runs a training job (SCH-21).
    pub enum RunAs {
        /// A Job on one node; a JobSet on several, which starts all or none.
        Job,
        /// Kubeflow Trainer's TrainJob on a TrainingRuntime of its own, by which its team can run further ones.
        TrainJob,
        /// KubeRay's RayJob: one of its nodes is the head, and the command runs there. The image has Ray in it.
        RayJob,
    }
    refuses {
        "PyTorchJob" by "SCH-21": "Kubeflow Trainer 2 has one kind for every framework", "write `run_as: TrainJob`";
        "MPIJob" by "SCH-21": "Kubeflow Trainer 2 has one kind for every framework", "write `run_as: TrainJob`";
        "RayCluster" by "SCH-21": "a Ray cluster without a job holds its nodes while nobody uses them", "write `run_as: RayJob`";
        "JobSet" by "SCH-21": "several nodes give a JobSet by themselves", "remove the word, and write `nodes: 2` or more";
    }
}
