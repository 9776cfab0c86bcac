import array
import math
import mmap
import pickle
import sys


class Recording:
    def __init__(self, name, samples, levels):
        self.name = name
        self.samples = memoryview(samples).cast("d")  # with numpy: np.frombuffer(samples, "f8")
        self.levels = levels


path = sys.argv[1]
with open(path, "rb") as file, open(path + ".0", "rb") as memory:
    samples = mmap.mmap(memory.fileno(), 0, access=mmap.ACCESS_READ)
    recording = pickle.load(file, buffers=[samples])
print(recording.name, recording.samples[:3].tolist(), recording.levels)

assert len(recording.samples) == 2**20 and recording.samples.obj is samples
assert all(recording.samples[i] == math.sin(i / 1000) for i in (0, 1, 1000, 2**20 - 1))
assert recording.levels == array.array("f", [-3.5, -6.0])
