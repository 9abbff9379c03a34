"""Events that peers find in stretches of EMG: reads an npz of stretches, writes times by setting as JSON.

Run by benchmarks/detect_emg.py in the peers' own environment: `python run.py STRETCHES.npz OUT.json`.
Each peer runs with what its documentation gives and with a few settings of its main threshold; which of these
is best is chosen on the other person. Peers for one channel get the channel that has the largest true event.
"""

import json
import sys
import warnings
from pathlib import Path
from typing import Any

import numpy as np
from scipy import signal

warnings.filterwarnings("ignore")
RATE_HZ = 1000.0
BAND = signal.butter(2, [20, 450], "bandpass", fs=RATE_HZ, output="sos")
SETTINGS: dict[str, list[float]] = {
    "amplitude": [4.0, 4.5, 5.0, 5.5, 6.0, 6.5, 7.0],
    "spikeinterface": [4.0, 4.5, 5.0, 5.5, 6.0, 6.5, 7.0],
    "neurokit2": [-1.0, 0.25, 0.3, 0.4, 0.5, 0.6, 0.7],
    "biosppy": [-1.0, 0.6, 0.8, 1.0, 1.25, 1.5, 2.0],
}
"""Seven settings each. -1 is what the documentation gives; for the first two that is 5."""


def merged(peaks: np.ndarray, heights: np.ndarray, *, apart: int = 30) -> list[int]:
    """Gives of peaks nearer than 30 ms the highest."""
    kept: list[int] = []
    for index in np.argsort(-heights, kind="stable").tolist():
        if all(abs(int(peaks[index]) - each) >= apart for each in kept):
            kept.append(int(peaks[index]))
    return sorted(kept)


def amplitude(samples: np.ndarray, threshold: float) -> list[int]:
    """Gives peaks over a multiple of the local noise on any channel, 30 ms apart (after SPiQE)."""
    band = signal.sosfiltfilt(BAND, samples - np.median(samples, axis=0), axis=0)
    height = (np.abs(band) / (1.4826 * np.median(np.abs(band), axis=0))).max(axis=1)
    inner = (height[1:-1] > threshold) & (height[1:-1] >= height[:-2]) & (height[1:-1] > height[2:])
    peaks = np.flatnonzero(inner) + 1
    return merged(peaks, height[peaks])


def spikeinterface(samples: np.ndarray, threshold: float) -> list[int]:
    """Gives SpikeInterface's locally exclusive peaks, 30 ms apart over the whole grid."""
    import spikeinterface as si  # noqa: PLC0415 - a peer
    import spikeinterface.preprocessing as pre  # noqa: PLC0415 - a peer
    from probeinterface import Probe  # noqa: PLC0415 - a peer
    from spikeinterface.sortingcomponents.peak_detection import detect_peaks  # noqa: PLC0415 - a peer

    recording = si.NumpyRecording([samples.astype(np.float32)], RATE_HZ)
    probe = Probe(ndim=2, si_units="um")
    grid = np.array([(index % 4, index // 4) for index in range(samples.shape[1])]) * 8000.0
    probe.set_contacts(grid, shapes="circle", shape_params={"radius": 1000})
    probe.set_device_channel_indices(np.arange(samples.shape[1]))
    recording.set_probe(probe, in_place=True)
    band = pre.bandpass_filter(recording, freq_min=20.0, freq_max=450.0, ignore_low_freq_error=True)
    found = detect_peaks(
        band, method="locally_exclusive",
        method_kwargs={"peak_sign": "both", "detect_threshold": threshold, "exclude_sweep_ms": 5.0,
                       "radius_um": 12000.0},
        job_kwargs={"n_jobs": 1, "progress_bar": False},
    )  # fmt: skip
    return merged(found["sample_index"], np.abs(found["amplitude"]))


def neurokit2(samples: np.ndarray, threshold: float) -> list[int]:
    """Gives the middle of NeuroKit2's activations on one channel."""
    import neurokit2 as nk  # noqa: PLC0415 - a peer

    clean = nk.emg_clean(samples, sampling_rate=int(RATE_HZ))
    height = nk.emg_amplitude(clean)
    options: dict[str, Any] = {} if threshold < 0 else {"threshold": float(threshold * np.max(height))}
    _, info = nk.emg_activation(
        emg_amplitude=height, emg_cleaned=clean, sampling_rate=int(RATE_HZ), method="threshold",
        duration_min=0.005 if threshold >= 0 else "default", **options,
    )  # fmt: skip
    return [int((a + b) / 2) for a, b in zip(info["EMG_Onsets"], info["EMG_Offsets"], strict=False)]


def biosppy(samples: np.ndarray, threshold: float) -> list[int]:
    """Gives BioSPPy's onsets on one channel."""
    from biosppy.signals import emg, tools  # noqa: PLC0415 - a peer

    filtered = tools.filter_signal(
        signal=samples, ftype="butter", band="highpass", order=4, frequency=100, sampling_rate=RATE_HZ
    )["signal"]
    if threshold < 0:
        return [int(each) for each in emg.find_onsets(signal=filtered, sampling_rate=RATE_HZ)["onsets"]]
    rectified = np.abs(filtered)
    smooth, _ = tools.smoother(signal=rectified, kernel="boxcar", size=10, mirror=True)
    level = float(np.median(smooth) * (1 + threshold))
    onsets = emg.find_onsets(signal=filtered, sampling_rate=RATE_HZ, size=0.01, threshold=level)["onsets"]
    return [int(each) for each in onsets][::2]


PEERS = {"amplitude": amplitude, "spikeinterface": spikeinterface, "neurokit2": neurokit2, "biosppy": biosppy}


def main() -> None:
    """Runs all peers with all settings."""
    with np.load(sys.argv[1]) as held:
        stretches = [held[name] for name in sorted(held.files, key=int)]
    best = stretches.pop().astype(int).tolist()
    result: dict[str, dict[str, list[list[int]]]] = {}
    for name, find in PEERS.items():
        result[name] = {}
        for setting in SETTINGS[name]:
            found = []
            for samples, channel in zip(stretches, best, strict=True):
                given = samples if name in {"amplitude", "spikeinterface"} else samples[:, channel]
                try:
                    found.append(find(given, setting))
                except Exception:  # noqa: BLE001 - a peer that breaks found nothing, and the count of it is kept
                    found.append([])
            result[name][str(setting)] = found
            print(name, setting, sum(map(len, found)), flush=True)
    Path(sys.argv[2]).write_text(json.dumps(result), encoding="utf-8")


if __name__ == "__main__":
    main()
