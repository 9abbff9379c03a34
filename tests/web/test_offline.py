from starlette.testclient import TestClient


def test_the_app_can_be_installed_before_it_is_paired(stranger: TestClient) -> None:
    manifest = stranger.get("/manifest.webmanifest")
    assert manifest.headers["content-type"].startswith("application/manifest+json")
    assert manifest.json()["display"] == "standalone"
    for icon in manifest.json()["icons"]:
        assert stranger.get(icon["src"]).status_code == 200
    script = stranger.get("/service-worker.js")
    assert script.headers["content-type"].startswith("text/javascript")
    assert "addEventListener" in script.text
