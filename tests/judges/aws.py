#!/usr/bin/env python3
"""Lets AWS's own words, and a server that speaks AWS's API, judge the CloudFormation templates of an emitted manifest set.

usage: aws.py SET...        each SET is a folder that `cargo run` wrote

  every template   cfn-lint, for the region it is deployed to; any finding is a fault
  every resource   that moto implements is made in a local moto server through the AWS API, in the order of the stacks, from the
                   resolved properties of its template, and read back against what MANIFEST.json says the platform promises
  the others       are named in the report: nobody has deployed them anywhere

moto is no AWS: it takes some properties without a look. What it refuses is wrong; what it takes may still be.
"""

import ipaddress
import json
import logging
import os
import pathlib
import re
import sys

# AWS's own policies are there, so that a role takes none that is not.
os.environ["MOTO_IAM_LOAD_MANAGED_POLICIES"] = "true"

import boto3
import yaml
from cfnlint.api import ManualArgs, lint
from moto.server import ThreadedMotoServer

ACCOUNT = "123456789012"
faults: list[str] = []
deployed: dict[str, int] = {}
not_deployed: dict[str, int] = {}


def fault(where, text):
    faults.append(f"{where}: {text}")


def expect(where, what, actual, wanted):
    if actual != wanted:
        fault(where, f"{what}: AWS has {actual!r}, the platform says {wanted!r}")


class Stack:
    """A template on its way into one region."""

    def __init__(self, server, path, region, network):
        self.path, self.region, self.server, self.network = path, region, server, network
        self.resources = yaml.safe_load(path.read_text(encoding="utf-8"))["Resources"]
        self.made: dict[str, dict] = {}
        self.targets: list[str] = []
        self.efs: list[str] = []
        self.groups: dict[str, list] = {}
        self.asked: set[tuple] = set()

    def client(self, service):
        return client(self.server, service, self.region)

    def value(self, node):
        """A property with CloudFormation's functions resolved."""
        if isinstance(node, list):
            return [self.value(item) for item in node]
        if not isinstance(node, dict):
            return node
        if len(node) == 1:
            (function, argument), = node.items()
            if function == "Ref":
                return self.pseudo(argument) or self.network.get(argument) or self.made[argument]["Ref"]
            if function == "Fn::GetAtt":
                return self.made[argument[0]][argument[1]]
            if function == "Fn::Sub":
                return re.sub(r"\$\{([^}]+)\}", lambda match: self.named(match.group(1)), argument)
            if function == "Fn::ImportValue":
                return self.network[self.value(argument)]
            if function == "Fn::Split":
                return self.value(argument[1]).split(argument[0])
            if function == "Fn::Select":
                return self.value(argument[1])[int(argument[0])]
        return {key: self.value(item) for key, item in node.items()}

    def pseudo(self, name):
        return {
            "AWS::AccountId": ACCOUNT, "AWS::Region": self.region, "AWS::Partition": "aws", "AWS::URLSuffix": "amazonaws.com",
            "AWS::StackName": self.path.stem,
        }.get(name)

    def named(self, name):
        resource, _, attribute = name.partition(".")
        return self.pseudo(name) or self.made[resource][attribute or "Ref"]

    def order(self):
        """The resources after what they refer to."""
        done, waiting = set(), dict(self.resources)
        while waiting:
            ready = [name for name, resource in waiting.items() if not (references(resource) & set(waiting)) - {name}]
            if not ready:
                return fault(self.path, f"{sorted(waiting)} wait for each other")
            for name in ready:
                done.add(name)
                yield name, waiting.pop(name)


def references(node):
    """The logical ids that a node names."""
    if isinstance(node, list):
        return set().union(*map(references, node)) if node else set()
    if not isinstance(node, dict):
        return set()
    found = set().union(*map(references, node.values())) if node else set()
    for function, argument in node.items():
        if function == "Ref":
            found.add(argument)
        elif function == "Fn::GetAtt":
            found.add(argument[0])
        elif function == "Fn::Sub":
            found |= {name.split(".")[0] for name in re.findall(r"\$\{([^}]+)\}", argument)}
        elif function == "DependsOn":
            found |= set([argument] if isinstance(argument, str) else argument)
    return found


def client(server, service, region):
    host, port = server.get_host_and_port()
    return boto3.client(service, region_name=region, endpoint_url=f"http://{host}:{port}", aws_access_key_id="-", aws_secret_access_key="-")


# How a resource is made: its properties in, its attributes out.

def make_key(stack, properties):
    kms = stack.client("kms")
    made = kms.create_key(Policy=json.dumps(properties["KeyPolicy"]), Description=properties["Description"])["KeyMetadata"]
    kms.enable_key_rotation(KeyId=made["KeyId"])
    return {"Ref": made["KeyId"], "Arn": made["Arn"]}


def make_alias(stack, properties):
    stack.client("kms").create_alias(AliasName=properties["AliasName"], TargetKeyId=properties["TargetKeyId"])
    return {"Ref": properties["AliasName"]}


def make_role(stack, properties):
    iam = stack.client("iam")
    name = properties.get("RoleName") or f"role-{len(iam.list_roles()['Roles'])}"
    role = iam.create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps(properties["AssumeRolePolicyDocument"]))["Role"]
    for policy in properties.get("ManagedPolicyArns", []):
        iam.attach_role_policy(RoleName=name, PolicyArn=policy)
    for policy in properties.get("Policies", []):
        iam.put_role_policy(RoleName=name, PolicyName=policy["PolicyName"], PolicyDocument=json.dumps(policy["PolicyDocument"]))
    return {"Ref": name, "Arn": role["Arn"]}


def make_bucket(stack, properties):
    s3, name = stack.client("s3"), properties["BucketName"]
    where = {} if stack.region == "us-east-1" else {"CreateBucketConfiguration": {"LocationConstraint": stack.region}}
    s3.create_bucket(Bucket=name, ObjectOwnership=properties["OwnershipControls"]["Rules"][0]["ObjectOwnership"], **where)
    s3.put_bucket_versioning(Bucket=name, VersioningConfiguration=properties["VersioningConfiguration"])
    s3.put_public_access_block(Bucket=name, PublicAccessBlockConfiguration=properties["PublicAccessBlockConfiguration"])
    encryption = [
        {**({"BucketKeyEnabled": rule["BucketKeyEnabled"]} if "BucketKeyEnabled" in rule else {}),
         "ApplyServerSideEncryptionByDefault": rule["ServerSideEncryptionByDefault"]}
        for rule in properties["BucketEncryption"]["ServerSideEncryptionConfiguration"]
    ]
    s3.put_bucket_encryption(Bucket=name, ServerSideEncryptionConfiguration={"Rules": encryption})
    rules = [lifecycle_rule(rule) for rule in properties["LifecycleConfiguration"]["Rules"]]
    s3.put_bucket_lifecycle_configuration(Bucket=name, LifecycleConfiguration={"Rules": rules})
    if "ReplicationConfiguration" in properties:
        configuration = properties["ReplicationConfiguration"]
        rules = [{("ID" if key == "Id" else key): value for key, value in rule.items()} for rule in configuration["Rules"]]
        s3.put_bucket_replication(Bucket=name, ReplicationConfiguration={"Role": configuration["Role"], "Rules": rules})
    return {"Ref": name, "Arn": f"arn:aws:s3:::{name}"}


def lifecycle_rule(rule):
    """CloudFormation's spelling of a rule in S3's own."""
    made = {"ID": rule["Id"], "Status": rule["Status"], "Filter": {"Prefix": ""}}
    if "ExpirationInDays" in rule:
        made["Expiration"] = {"Days": rule["ExpirationInDays"]}
    if rule.get("ExpiredObjectDeleteMarker"):
        made["Expiration"] = {"ExpiredObjectDeleteMarker": True}
    if "Transitions" in rule:
        made["Transitions"] = [{"Days": each["TransitionInDays"], "StorageClass": each["StorageClass"]} for each in rule["Transitions"]]
    for same in ("NoncurrentVersionExpiration", "AbortIncompleteMultipartUpload"):
        if same in rule:
            made[same] = rule[same]
    return made


def make_bucket_policy(stack, properties):
    stack.client("s3").put_bucket_policy(Bucket=properties["Bucket"], Policy=json.dumps(properties["PolicyDocument"]))
    return {"Ref": properties["Bucket"]}


def make_security_group(stack, properties):
    """A group as CloudFormation makes it: what its template opens, and nothing else."""
    ec2 = stack.client("ec2")
    made = ec2.create_security_group(
        GroupName=f"group-{len(stack.made)}", Description=properties["GroupDescription"], VpcId=properties["VpcId"])["GroupId"]
    ec2.create_tags(Resources=[made], Tags=properties["Tags"])
    if properties["SecurityGroupEgress"]:
        ec2.revoke_security_group_egress(GroupId=made, IpPermissions=[{"IpProtocol": "-1", "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}])
    stack.groups[made] = []
    for rule in properties.get("SecurityGroupIngress", []):
        make_ingress(stack, {"GroupId": made, **rule})
    for rule in properties["SecurityGroupEgress"]:
        make_egress(stack, {"GroupId": made, **rule})
    return {"Ref": made, "GroupId": made}


def permission(rule):
    ports = {key: rule[key] for key in ("FromPort", "ToPort") if key in rule}
    return [{"IpProtocol": rule["IpProtocol"], **ports, **end_of(rule)}]


def make_ingress(stack, rule):
    stack.client("ec2").authorize_security_group_ingress(GroupId=rule["GroupId"], IpPermissions=permission(rule))
    stack.groups.setdefault(rule["GroupId"], []).append(("in", *reach(rule)))
    if "which the class names" in rule["Description"]:
        stack.asked.add((rule["GroupId"], reach(rule)[-1]))
    return {"Ref": "rule"}


def make_egress(stack, rule):
    stack.client("ec2").authorize_security_group_egress(GroupId=rule["GroupId"], IpPermissions=permission(rule))
    stack.groups.setdefault(rule["GroupId"], []).append(("out", *reach(rule)))
    return {"Ref": "rule"}


def reach(rule):
    """The ports that a rule opens, and to whom."""
    other = rule.get("SourceSecurityGroupId") or rule.get("DestinationSecurityGroupId") or rule["CidrIp"]
    return rule.get("FromPort", -1), rule.get("ToPort", -1), other


def judge_groups(stack, cluster, folder):
    """Every group of the template opens in AWS what the template says; endpoints are open to the VPC, file systems to who mounts them."""
    ec2, named = stack.client("ec2"), {made.get("GroupId"): name for name, made in stack.made.items() if made.get("GroupId")}
    for group, name in named.items():
        there = ec2.describe_security_groups(GroupIds=[group])["SecurityGroups"][0]
        found = []
        for way, permissions in (("in", there["IpPermissions"]), ("out", there["IpPermissionsEgress"])):
            for rule in permissions:
                ports = rule.get("FromPort", -1), rule.get("ToPort", -1)
                found += [(way, *ports, end["CidrIp"]) for end in rule["IpRanges"]]
                found += [(way, *ports, end["GroupId"]) for end in rule["UserIdGroupPairs"]]
        expect(f"{stack.path} {name}", "what is open", sorted(found), sorted(stack.groups[group]))
        tags = {tag["Key"]: tag["Value"] for tag in there["Tags"]}
        if any(key.startswith("kubernetes.io/cluster/") for key in tags):
            fault(f"{stack.path} {name}", "is tagged as the cluster's, of which a node has one")
        if name == "EndpointSecurityGroup":
            expect(stack.path, "who reaches the endpoints", [rule for rule in stack.groups[group] if rule[0] == "in"], [("in", 443, 443, stack.network["cidr"])])
    judge_mounts(stack, cluster, folder, named)


def judge_mounts(stack, cluster, folder, named):
    """A file system lets in the security groups of the nodes on which something mounts it, and no others. Who mounts what, and where it
    runs, is read from the objects; which groups nodes have, from the ClusterConfigs and the classes of pools."""
    kinds = {name for name in named.values() if name.endswith("Nodes")}
    nodes = {stack.network["nodes"]: "every node", stack.network["self-managed"]: "every self-managed node", **named}
    objects = [document for path in sorted(folder.glob("*.yaml")) if path.name[:1].isdigit() and not path.name.endswith((".cfn.yaml", ".eksctl.yaml"))
               for document in yaml.safe_load_all(path.read_text(encoding="utf-8")) if document]
    attached = {}
    for path in sorted(folder.glob("*.eksctl.yaml")):
        config = yaml.safe_load(path.read_text(encoding="utf-8"))
        for group in config.get("managedNodeGroups", []) + config.get("nodeGroups", []):
            ids = group.get("securityGroups", {}).get("attachIDs", [])
            attached[group["name"]] = {name.strip("@") for name in ids if name.startswith("@")}
    for document in objects:
        if document["kind"] in ("EC2NodeClass", "NodeClass"):
            attached[document["metadata"]["name"]] = set(selected(stack, document["spec"]["securityGroupSelectorTerms"], named))
    behind = {}  # claim -> the group of its file system
    volumes = {d["metadata"]["name"]: d for d in objects if d["kind"] == "PersistentVolume"}
    classes = {d["metadata"]["name"]: d for d in objects if d["kind"] == "StorageClass"}
    for document in objects:
        if document["kind"] == "PersistentVolumeClaim":
            spec = document["spec"]
            text = json.dumps(volumes.get(spec.get("volumeName")) or classes.get(spec.get("storageClassName")) or {})
            for output in re.findall(r"@(\w+)@", text):
                for name in (output, f"{output}SecurityGroup"):
                    if name in named.values() and name.endswith("SecurityGroup"):
                        behind[document["metadata"]["namespace"], document["metadata"]["name"]] = name
    wanted = {}
    for namespace, pod in (found for document in objects for found in pods(document, None)):
        group = pod.get("nodeSelector", {}).get("eksml/node-group")
        for volume in pod.get("volumes", []):
            name = behind.get((namespace, volume.get("persistentVolumeClaim", {}).get("claimName")))
            if name and group and kinds:
                if not attached[group]:
                    fault(stack.path, f"{name} is mounted on node group {group}, which has no security group that it could let in")
                wanted.setdefault(name, set()).update(attached[group])
    for group, name in named.items():
        if not re.match(r"(Efs|Lustre)\w+SecurityGroup$", name):
            continue
        where, let_in = f"{stack.path} {name}", {nodes[other] for way, _, _, other in stack.groups[group] if way == "in" and other != group}
        if not let_in:
            fault(where, "lets nobody in")
        if kinds:
            # A class may name kinds of whose Pods no object tells; its rule says so.
            asked = {nodes[other] for of, other in stack.asked if of == group}
            expect(where, "who is let in", sorted(let_in), sorted(wanted.get(name, set()) | asked))
        else:
            by_hand = {"every self-managed node"} if cluster.get("nodeGroups") else set()
            expect(where, "who is let in", sorted(let_in), sorted({"every node", *by_hand}))


def selected(stack, terms, named):
    """The groups of the stack that a pool's terms find: all tags of a term, any of the terms."""
    groups = stack.client("ec2").describe_security_groups(GroupIds=list(named))["SecurityGroups"]
    for group in groups:
        tags = {tag["Key"]: tag["Value"] for tag in group["Tags"]}
        if any(term["tags"].items() <= tags.items() for term in terms):
            yield named[group["GroupId"]]


def pods(node, namespace):
    """Every Pod template in an object, with its namespace."""
    if isinstance(node, list):
        for item in node:
            yield from pods(item, namespace)
    elif isinstance(node, dict):
        namespace = node.get("metadata", {}).get("namespace", namespace) if isinstance(node.get("metadata"), dict) else namespace
        if isinstance(node.get("containers"), list):
            yield namespace, node
        for item in node.values():
            yield from pods(item, namespace)


def judge_lustre_group(stack, group):
    """FSx makes no file system whose group keeps its own servers apart, and no node mounts one that it does not reach, nor the other way
    round: whom it lets in it lets out to, and they let it in."""
    open_on = lambda of, way, other: {(first, last) for its, first, last, end in stack.groups.get(of, []) if (its, end) == (way, other)}
    others = {end for way, _, _, end in stack.groups[group] if way == "in"}
    for other in others:
        for who, ports in (
            ("lets in", open_on(group, "in", other)), ("lets out to", open_on(group, "out", other)), ("is let in by", open_on(other, "in", group)),
        ):
            if ports != {(-1, -1)}:  # EFA: everything
                expect(f"{stack.path} {group}", f"{who} {'itself' if other == group else other}", ports, {(988, 988), (1018, 1023)})
    if group not in others or len(others) < 2:
        fault(f"{stack.path} {group}", f"lets in {sorted(others)} alone")


def end_of(rule):
    """Whom a rule is about, in EC2's own words."""
    other = rule.get("SourceSecurityGroupId") or rule.get("DestinationSecurityGroupId")
    if other:
        return {"UserIdGroupPairs": [{"GroupId": other, "Description": rule["Description"]}]}
    return {"IpRanges": [{"CidrIp": rule["CidrIp"], "Description": rule["Description"]}]}


def make_efs(stack, properties):
    """A file system of EFS, read back: encrypted, backed up, moved and opened as its template says."""
    efs, where = stack.client("efs"), f"{stack.path} {properties['FileSystemTags']}"
    words = {key: properties[key] for key in ("PerformanceMode", "ThroughputMode", "Encrypted", "KmsKeyId") if key in properties}
    if "ProvisionedThroughputInMibps" in properties:
        words["ProvisionedThroughputInMibps"] = float(properties["ProvisionedThroughputInMibps"])
    backed_up = properties["BackupPolicy"]["Status"] == "ENABLED"
    made = efs.create_file_system(
        CreationToken=f"efs-{len(stack.made)}", Tags=properties["FileSystemTags"], Backup=backed_up, **words)["FileSystemId"]
    efs.put_file_system_policy(FileSystemId=made, Policy=json.dumps(properties["FileSystemPolicy"]))
    if "LifecyclePolicies" in properties:
        efs.put_lifecycle_configuration(FileSystemId=made, LifecyclePolicies=properties["LifecyclePolicies"])
    there, = efs.describe_file_systems(FileSystemId=made)["FileSystems"]
    expect(where, "encryption", there["Encrypted"], True)
    if backed_up:
        expect(where, "backups", efs.describe_backup_policy(FileSystemId=made)["BackupPolicy"]["Status"], "ENABLED")
    expect(where, "throughput", there["ThroughputMode"], properties["ThroughputMode"])
    moved = efs.describe_lifecycle_configuration(FileSystemId=made)["LifecyclePolicies"]
    expect(where, "what moves", moved, properties.get("LifecyclePolicies", []))
    policy = json.loads(efs.describe_file_system_policy(FileSystemId=made)["Policy"])
    insecure = {"Bool": {"aws:SecureTransport": "false"}}
    expect(where, "plain NFS", [s["Condition"] for s in policy["Statement"] if s["Effect"] == "Deny"], [insecure])
    stack.efs.append(made)
    return {"Ref": made}


def make_mount_target(stack, properties):
    made = stack.client("efs").create_mount_target(**properties)["MountTargetId"]
    return {"Ref": made}


def judge_efs(stack):
    """Every file system has a mount target in each private subnet, behind the group that only nodes get through."""
    efs = stack.client("efs")
    for made in stack.efs:
        targets = efs.describe_mount_targets(FileSystemId=made)["MountTargets"]
        expect(stack.path, f"mount targets of {made}", sorted(t["SubnetId"] for t in targets), sorted(stack.network["subnets"]))


def make_endpoint(stack, properties):
    """An endpoint, read back: in the cluster's VPC, in every private subnet or route table."""
    ec2 = stack.client("ec2")
    made = ec2.create_vpc_endpoint(**properties)["VpcEndpoint"]["VpcEndpointId"]
    there = ec2.describe_vpc_endpoints(VpcEndpointIds=[made])["VpcEndpoints"][0]
    where = f"{stack.path} {properties['ServiceName']}"
    expect(where, "VPC", there["VpcId"], stack.network["VPC"])
    if properties["VpcEndpointType"] == "Interface":
        expect(where, "subnets", sorted(there["SubnetIds"]), sorted(stack.network["subnets"]))
        expect(where, "private names", there["PrivateDnsEnabled"], True)
    else:
        expect(where, "route tables", sorted(there["RouteTableIds"]), sorted(stack.network["PrivateRouteTables"]))
    return {"Ref": made}


def make_file_system(stack, properties):
    fsx = stack.client("fsx")
    for group in properties["SecurityGroupIds"]:
        if group in [made.get("GroupId") for made in stack.made.values()]:
            judge_lustre_group(stack, group)
    configuration = dict(properties["LustreConfiguration"])
    made = fsx.create_file_system(**{**properties, "LustreConfiguration": configuration})["FileSystem"]
    there = fsx.describe_file_systems(FileSystemIds=[made["FileSystemId"]])["FileSystems"][0]
    for key in ("StorageCapacity", "SubnetIds"):
        expect(stack.path, f"{key} of {made['FileSystemId']}", there[key], properties[key])
    return {"Ref": made["FileSystemId"], "LustreMountName": there.get("LustreConfiguration", {}).get("MountName", "fsx")}


def make_vault(stack, properties):
    backup, name = stack.client("backup"), properties["BackupVaultName"]
    made = backup.create_backup_vault(BackupVaultName=name, BackupVaultTags=properties["BackupVaultTags"])
    if "LockConfiguration" in properties:
        backup.put_backup_vault_lock_configuration(BackupVaultName=name, **properties["LockConfiguration"])
    return {"Ref": name, "BackupVaultArn": made["BackupVaultArn"]}


def make_plan(stack, properties):
    """CloudFormation's spelling of a plan in AWS Backup's own; its vaults must be there."""
    plan, rules = properties["BackupPlan"], []
    for rule in plan["BackupPlanRule"]:
        made = {key: value for key, value in rule.items() if key != "TargetBackupVault"}
        rules.append({**made, "TargetBackupVaultName": rule["TargetBackupVault"]})
        stack.client("backup").describe_backup_vault(BackupVaultName=rule["TargetBackupVault"])
        for copy in rule.get("CopyActions", []):
            _, _, _, region, _, _, vault = copy["DestinationBackupVaultArn"].split(":")
            client(stack.server, "backup", region).describe_backup_vault(BackupVaultName=vault)
            if region == stack.region:
                fault(stack.path, f"backups are copied within {region}")
    made = stack.client("backup").create_backup_plan(BackupPlan={"BackupPlanName": plan["BackupPlanName"], "Rules": rules})
    return {"Ref": made["BackupPlanId"]}


def make_workspace(stack, properties):
    amp = stack.client("amp")
    made = amp.create_workspace(alias=properties["Alias"])
    there = amp.describe_workspace(workspaceId=made["workspaceId"])["workspace"]
    expect(stack.path, "alias of the workspace", there["alias"], properties["Alias"])
    return {"Ref": made["arn"], "Arn": made["arn"], "WorkspaceId": made["workspaceId"]}


def make_queue(stack, properties):
    sqs, name = stack.client("sqs"), properties["QueueName"]
    attributes = {
        "MessageRetentionPeriod": str(properties["MessageRetentionPeriod"]),
        "SqsManagedSseEnabled": str(properties["SqsManagedSseEnabled"]).lower(),
    }
    url = sqs.create_queue(QueueName=name, Attributes=attributes)["QueueUrl"]
    there = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
    expect(stack.path, f"encryption of {name}", there["SqsManagedSseEnabled"], "true")
    return {"Ref": url, "Arn": there["QueueArn"]}


def make_queue_policy(stack, properties):
    for queue in properties["Queues"]:
        stack.client("sqs").set_queue_attributes(QueueUrl=queue, Attributes={"Policy": json.dumps(properties["PolicyDocument"])})
    return {"Ref": properties["Queues"][0]}


def make_event_rule(stack, properties):
    """A rule with its targets, queues all of them."""
    events, name = stack.client("events"), f"rule-{len(stack.made)}"
    made = events.put_rule(Name=name, EventPattern=json.dumps(properties["EventPattern"]))["RuleArn"]
    refused = events.put_targets(Rule=name, Targets=properties["Targets"])["FailedEntryCount"]
    expect(stack.path, f"targets that {name} has not", refused, 0)
    stack.targets += [target["Arn"] for target in properties["Targets"]]
    return {"Ref": name, "Arn": made}


def judge_targets(stack):
    """Every queue that events are sent to takes them."""
    for target in sorted(set(stack.targets)):
        sqs = stack.client("sqs")
        url = sqs.get_queue_url(QueueName=target.rsplit(":", 1)[1])["QueueUrl"]
        policy = json.loads(sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["Policy"]).get("Attributes", {}).get("Policy", '{"Statement": []}'))
        let_in = [s for s in policy["Statement"] if s["Effect"] == "Allow" and "events.amazonaws.com" in s["Principal"]["Service"]]
        expect(stack.path, "where events may be written", [s["Resource"] for s in let_in], [target])


MAKE = {
    "AWS::APS::Workspace": make_workspace,
    "AWS::Events::Rule": make_event_rule,
    "AWS::SQS::Queue": make_queue,
    "AWS::SQS::QueuePolicy": make_queue_policy,
    "AWS::EC2::SecurityGroup": make_security_group,
    "AWS::EC2::SecurityGroupIngress": make_ingress,
    "AWS::EC2::SecurityGroupEgress": make_egress,
    "AWS::EC2::VPCEndpoint": make_endpoint,
    "AWS::EFS::FileSystem": make_efs,
    "AWS::EFS::MountTarget": make_mount_target,
    "AWS::FSx::FileSystem": make_file_system,
    "AWS::Backup::BackupVault": make_vault,
    "AWS::Backup::BackupPlan": make_plan,
    "AWS::KMS::Key": make_key,
    "AWS::KMS::Alias": make_alias,
    "AWS::IAM::Role": make_role,
    "AWS::S3::Bucket": make_bucket,
    "AWS::S3::BucketPolicy": make_bucket_policy,
}


def network(server, cluster):
    """The VPC that eksctl makes of a ClusterConfig, as far as other stacks can see it, and what eksctl's stack exports of it."""
    region, name, ec2 = cluster["metadata"]["region"], cluster["metadata"]["name"], client(server, "ec2", cluster["metadata"]["region"])
    cidr = ipaddress.ip_network(cluster["vpc"]["cidr"])
    vpc = ec2.create_vpc(CidrBlock=str(cidr))["Vpc"]["VpcId"]
    subnets, tables, by_zone = [], [], {}
    for zone, block in zip(cluster["availabilityZones"], cidr.subnets(prefixlen_diff=3)):
        subnet = ec2.create_subnet(VpcId=vpc, CidrBlock=str(block), AvailabilityZone=zone)["Subnet"]["SubnetId"]
        table = ec2.create_route_table(VpcId=vpc)["RouteTable"]["RouteTableId"]
        ec2.associate_route_table(SubnetId=subnet, RouteTableId=table)
        by_zone["PrivateSubnet" + "".join(part.capitalize() if part[0].isalpha() else f"Z{part}" for part in zone.split("-"))] = subnet
        subnets.append(subnet)
        tables.append(table)
    stack = f"eksctl-{name}-cluster"
    nodes = ec2.create_security_group(GroupName="cluster", Description="The cluster's own, on every node", VpcId=vpc)["GroupId"]
    by_hand = ec2.create_security_group(GroupName="shared", Description="On every self-managed node", VpcId=vpc)["GroupId"]
    return {
        f"{stack}::ClusterSecurityGroupId": nodes, "nodes": nodes,
        f"{stack}::SharedNodeSecurityGroup": by_hand, "self-managed": by_hand,
        f"{stack}::VPC": vpc, f"{stack}::SubnetsPrivate": ",".join(subnets), "PrivateRouteTables": tables,
        "VPC": vpc, "subnets": subnets, "cidr": str(cidr), **by_zone,
    }


def deploy(stack):
    for name, resource in stack.order() or []:
        kind = resource["Type"]
        if kind not in MAKE:
            not_deployed[kind] = not_deployed.get(kind, 0) + 1
            stack.made[name] = Unmade(name)
            continue
        try:
            stack.made[name] = MAKE[kind](stack, stack.value(resource["Properties"]))
            deployed[kind] = deployed.get(kind, 0) + 1
        except Exception as error:  # whatever AWS's API would not take
            stack.made[name] = Unmade(name)
            fault(f"{stack.path} {name}", f"{type(error).__name__}: {error}")
    judge_targets(stack)


class Unmade(dict):
    """Stands for what nobody has made: its attributes are texts."""

    def __init__(self, name):
        super().__init__()
        self.name = name

    def __missing__(self, attribute):
        return f"{self.name}.{attribute}"


# What is read back.

def judge_bucket(server, where, name, region, bucket, key_alias):
    s3 = client(server, "s3", region)
    location = s3.get_bucket_location(Bucket=name)["LocationConstraint"] or "us-east-1"
    expect(where, f"region of {name}", location, region)
    expect(where, f"versions of {name}", s3.get_bucket_versioning(Bucket=name).get("Status"), "Enabled")
    block = s3.get_public_access_block(Bucket=name)["PublicAccessBlockConfiguration"]
    expect(where, f"public access of {name}", sorted(block.values()), [True] * 4)
    owner = s3.get_bucket_ownership_controls(Bucket=name)["OwnershipControls"]["Rules"][0]["ObjectOwnership"]
    expect(where, f"ownership of {name}", owner, "BucketOwnerEnforced")
    default = s3.get_bucket_encryption(Bucket=name)["ServerSideEncryptionConfiguration"]["Rules"][0]["ApplyServerSideEncryptionByDefault"]
    expect(where, f"encryption of {name}", default["SSEAlgorithm"], bucket["encryption"])
    rules = s3.get_bucket_lifecycle_configuration(Bucket=name)["Rules"]
    days = [rule["NoncurrentVersionExpiration"]["NoncurrentDays"] for rule in rules if "NoncurrentVersionExpiration" in rule]
    expect(where, f"days of old versions in {name}", days, [bucket["noncurrent_days"]])
    expect(where, f"end of unfinished uploads in {name}", any("AbortIncompleteMultipartUpload" in rule for rule in rules), True)
    statements = json.loads(s3.get_bucket_policy(Bucket=name)["Policy"])["Statement"]
    insecure = {"Bool": {"aws:SecureTransport": "false"}}
    denied = [s for s in statements if s["Effect"] == "Deny" and s["Principal"] == "*" and s["Condition"] == insecure]
    expect(where, f"plain HTTP to {name}", [sorted(s["Resource"]) for s in denied], [[f"arn:aws:s3:::{name}", f"arn:aws:s3:::{name}/*"]])
    if key_alias:
        alias, kms = key_alias, client(server, "kms", region)
        key = kms.describe_key(KeyId=alias)["KeyMetadata"]
        expect(where, f"key of {name}", default["KMSMasterKeyID"], key["Arn"])
        expect(where, f"rotation of {alias}", kms.get_key_rotation_status(KeyId=key["KeyId"])["KeyRotationEnabled"], True)
        policy = json.loads(kms.get_key_policy(KeyId=key["KeyId"], PolicyName="default")["Policy"])
        uses = [s for s in policy["Statement"] if any("Decrypt" in action for action in s["Action"])]
        expect(where, f"use of {alias}", [s["Condition"]["StringEquals"]["kms:ViaService"] for s in uses], [f"s3.{region}.amazonaws.com"])


def judge_copy(server, where, bucket):
    name, copy = bucket["s3"], bucket["copy"]
    configuration = client(server, "s3", bucket["region"]).get_bucket_replication(Bucket=name)["ReplicationConfiguration"]
    rule, = configuration["Rules"]
    expect(where, f"copy of {name}", rule["Destination"]["Bucket"], f"arn:aws:s3:::{copy['s3']}")
    if copy["region"] == bucket["region"]:
        fault(where, f"{name} is copied within {bucket['region']}")
    role = configuration["Role"].rsplit("/", 1)[1]
    iam = client(server, "iam", bucket["region"])
    trust = iam.get_role(RoleName=role)["Role"]["AssumeRolePolicyDocument"]["Statement"][0]
    expect(where, f"trust of {role}", trust["Principal"], {"Service": "s3.amazonaws.com"})
    statements = iam.get_role_policy(RoleName=role, PolicyName="copy")["PolicyDocument"]["Statement"]
    written = [s["Resource"] for s in statements if "s3:ReplicateObject" in s["Action"]]
    expect(where, f"what {role} writes", written, [f"arn:aws:s3:::{copy['s3']}/*"])
    if bucket["encryption"] == "aws:kms":
        key = rule["Destination"]["EncryptionConfiguration"]["ReplicaKmsKeyID"]
        found = client(server, "kms", copy["region"]).describe_key(KeyId=key.rsplit(":", 1)[1])["KeyMetadata"]["Arn"]
        expect(where, f"region of the key of {copy['s3']}", found.split(":")[3], copy["region"])


def judge(folder):
    manifest = json.loads((folder / "MANIFEST.json").read_text(encoding="utf-8"))
    stacks = [(path, re.sub(r"^\d+-[a-z]+-", "", path.name.removesuffix(".cfn.yaml")), None) for path in sorted((folder / "fleet").glob("*.cfn.yaml"))]
    clusters = [yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*/00-cluster.eksctl.yaml"))]
    for cluster in clusters:
        meta = cluster["metadata"]
        # What the cluster names must be there before it.
        stacks += [(path, meta["region"], None) for path in sorted((folder / meta["name"] / "infra").glob("*.cfn.yaml"))]
        stacks += [(path, meta["region"], cluster) for path in sorted((folder / meta["name"]).glob("*.cfn.yaml"))]
    for path, region, _ in stacks:
        for finding in lint(path.read_text(encoding="utf-8"), config=ManualArgs(regions=[region])):
            fault(f"{path}:{finding.linenumber}", f"cfn-lint {finding.rule.id}: {finding.message}")
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    try:
        for path, region, cluster in stacks:
            stack = Stack(server, path, region, network(server, cluster) if cluster else {})
            deploy(stack)
            judge_efs(stack)
            if cluster and path.name == "01-infra.cfn.yaml":
                judge_groups(stack, cluster, path.parent)
        if "metrics_workspace" in manifest:
            promised = manifest["metrics_workspace"]
            found = client(server, "amp", promised["region"]).list_workspaces(alias=promised["alias"])["workspaces"]
            expect(folder, "workspaces of the platform", [each["alias"] for each in found], [promised["alias"]])
        for bucket in manifest.get("buckets", []):
            where, alias = f"{folder} bucket {bucket['name']}", f"alias/{manifest['platform']}/bucket/{bucket['name']}"
            judge_bucket(server, where, bucket["s3"], bucket["region"], bucket, alias if bucket["own_key"] else None)
            if "copy" in bucket:
                copy = bucket["copy"]
                # A key never leaves its region, so the copy of what a key encrypts has one of its own.
                judge_bucket(server, where, copy["s3"], copy["region"], bucket, alias if bucket["encryption"] == "aws:kms" else None)
                judge_copy(server, where, bucket)
    finally:
        server.stop()
    return len(stacks)


def main():
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    folders = [pathlib.Path(argument) for argument in sys.argv[1:]]
    if not folders:
        sys.exit(__doc__)
    templates = sum(judge(folder) for folder in folders)
    for text in faults:
        print(f"fault: {text}")
    for kind, count in sorted(not_deployed.items()):
        print(f"not deployed: {count} × {kind}")
    print(f"{templates} templates, {sum(deployed.values())} resources made and read back, {len(faults)} faults")
    sys.exit(1 if faults or not templates else 0)


main()
