"""Hold an RO-Crate against the profile of Process Run Crate and the RO-Crate that it builds on,
without network: prints a line for each requirement that is not met, and nothing else.

`python validate.py FOLDER REQUIRED|RECOMMENDED`, in an environment with requirements.lock.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import requests
from rdflib.plugins.shared.jsonld.context import Context
from rocrate_validator import services
from rocrate_validator.models import Severity, ValidationSettings

CRATE = Path(__file__).with_name("ro-crate-1.1-context.jsonld")
# What the JSON-LD of a crate would otherwise be read with from the web; of the second only the term
# that our crates use.
CONTEXTS = {
    "https://w3id.org/ro/crate/1.1/context": CRATE.read_text("utf-8"),
    "https://w3id.org/ro/terms/workflow-run/context": json.dumps(
        {"@context": {"sha256": "https://w3id.org/ro/terms/workflow-run#sha256"}}
    ),
}


def kept(_: Context, source: str, *__: object) -> object:
    """The context that stands here for one on the web; raises KeyError for any other."""
    return json.loads(CONTEXTS[source])


def answered(_: requests.Session, __: str, url: str, **___: object) -> requests.Response:
    """What the web would answer to who asks for a context; raises KeyError for anything else."""
    response = requests.Response()
    response.status_code, response.url = 200, url
    response.headers["Content-Type"] = "application/ld+json"
    response._content = CONTEXTS[url].encode()
    return response


def main(folder: str, severity: str) -> None:
    Context._fetch_context = kept
    requests.Session.request = answered
    settings = ValidationSettings(
        rocrate_uri=folder,
        profile_identifier="process-run-crate-0.5",
        requirement_severity=Severity[severity],
        skip_availability_check=True,
    )
    for issue in services.validate(settings).get_issues():
        print(f"{issue.check.identifier}: {issue.message}")


if __name__ == "__main__":
    main(*sys.argv[1:])
