"""The background process of `jiazong up`."""
import sys

from jiazong.run import serving

if __name__ == "__main__":
    host, port, mark = sys.argv[1:4]
    sys.exit(serving.supervise(serving.Place(host, int(port), mark=mark)))
