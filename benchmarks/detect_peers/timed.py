"""How long peers take over the same EDF: `python timed.py FILE.edf`, in the peers' own environment."""

import json
import sys
import time
from typing import Any

import numpy as np


def main() -> None:
    """Times SpikeInterface on all channels and NeuroKit2 and BioSPPy on one; prints JSON."""
    import edfio  # noqa: PLC0415 - a peer
    import neurokit2 as nk  # noqa: PLC0415 - a peer
    import spikeinterface as si  # noqa: PLC0415 - a peer
    import spikeinterface.preprocessing as pre  # noqa: PLC0415 - a peer
    from biosppy.signals import emg  # noqa: PLC0415 - a peer
    from probeinterface import Probe  # noqa: PLC0415 - a peer
    from spikeinterface.sortingcomponents.peak_detection import detect_peaks  # noqa: PLC0415 - a peer

    held = edfio.read_edf(sys.argv[1])
    samples = np.stack([each.digital for each in held.signals], axis=1)
    rate = held.signals[0].sampling_frequency
    seconds = len(samples) / rate
    result: dict[str, Any] = {}

    def timed(name: str, work: Any, *, channels: int) -> None:
        begin, cpu = time.perf_counter(), time.process_time()
        try:
            work()
        except Exception as error:  # noqa: BLE001 - said in the result
            result[name] = {"error": str(error)[:200]}
            return
        took = time.process_time() - cpu
        result[name] = {
            "channels": channels, "cpu_s": round(took, 1), "wall_s": round(time.perf_counter() - begin, 1),
            "times_real_time_cpu": round(seconds / took),
        }  # fmt: skip

    def spikes() -> None:
        recording = si.NumpyRecording([samples], rate)
        probe = Probe(ndim=2, si_units="um")
        place = np.array([(index % 8, index // 8) for index in range(samples.shape[1])]) * 8000.0
        probe.set_contacts(place, shapes="circle", shape_params={"radius": 1000})
        probe.set_device_channel_indices(np.arange(samples.shape[1]))
        recording.set_probe(probe, in_place=True)
        band = pre.bandpass_filter(recording, freq_min=20.0, freq_max=450.0, ignore_low_freq_error=True)
        detect_peaks(
            band, method="locally_exclusive",
            method_kwargs={"peak_sign": "both", "detect_threshold": 5.0, "exclude_sweep_ms": 5.0,
                           "radius_um": 12000.0},
            job_kwargs={"n_jobs": 1, "progress_bar": False, "chunk_duration": "10s"},
        )  # fmt: skip

    one = samples[:, 0].astype(float)
    timed("spikeinterface, filter and peaks only", spikes, channels=samples.shape[1])
    timed("biosppy", lambda: emg.emg(signal=one, sampling_rate=rate, show=False), channels=1)
    timed("neurokit2", lambda: nk.emg_process(one, sampling_rate=int(rate)), channels=1)
    print(json.dumps(result))


if __name__ == "__main__":
    main()
