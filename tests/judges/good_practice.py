#!/usr/bin/env python3
"""Lets Checkov judge emitted manifest sets: no check fails that is not waived by name, with a reason, in checkov.yaml.

usage: good_practice.py SET...        run with the Python that has Checkov (requirements-checkov.txt)

A waiver that no set needs is a fault too: what it excused is mended, or it never matched.
"""

import fnmatch
import json
import pathlib
import subprocess
import sys

import yaml

WAIVERS = pathlib.Path(__file__).with_name("checkov.yaml")


def failed_checks(folder):
    """Every failed check of a set, as (check, resource, title), and how many passed."""
    command = [sys.executable, str(pathlib.Path(sys.executable).with_name("checkov"))]
    command += ["--framework", "kubernetes", "--compact", "--quiet", "--skip-download", "--output", "json", "-d", str(folder)]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    try:
        report = json.loads(run.stdout)
    except json.JSONDecodeError:
        sys.exit(f"{folder}: Checkov gave no report: {run.stdout}{run.stderr}")
    # Without a single object there is a summary alone.
    if "results" not in report:
        return [], 0
    failed = [(it["check_id"], it["resource"], it["check_name"]) for it in report["results"]["failed_checks"]]
    return failed, report["summary"]["passed"]


def main():
    folders = [pathlib.Path(argument) for argument in sys.argv[1:]]
    if not folders:
        sys.exit(__doc__)
    waivers = yaml.safe_load(WAIVERS.read_text(encoding="utf-8"))
    faults, used, passed = [], set(), 0
    for waiver in waivers:
        if not waiver.get("reason", "").strip():
            faults.append(f"{WAIVERS.name}: {waiver.get('check')} is waived without a reason")
    for folder in folders:
        failed, good = failed_checks(folder)
        passed += good
        if good == 0:
            faults.append(f"{folder}: nothing here could be judged: is it a manifest set?")
        for check, resource, title in failed:
            pairs = [
                (check, pattern) for waiver in waivers if waiver["check"] == check
                for pattern in waiver["resources"] if fnmatch.fnmatchcase(resource, pattern)
            ]
            used.update(pairs)
            if not pairs:
                faults.append(f"{folder}: {check} ({title}) fails for {resource}")
    for waiver in waivers:
        for pattern in waiver["resources"]:
            if (waiver["check"], pattern) not in used:
                faults.append(f"{WAIVERS.name}: {waiver['check']} is waived for {pattern}, which needs no waiver")
    for text in sorted(set(faults)):
        print(f"fault: {text}")
    print(f"{passed} checks passed, {len(used)} waivers used, {len(set(faults))} faults")
    sys.exit(1 if faults else 0)


main()
