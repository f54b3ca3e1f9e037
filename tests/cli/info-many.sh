# Above 4,096 segments nothing reads them all, unless --full asks.
python3 - "$TMP/many.core" <<'END'
import sys
def u(n):
    out = bytearray()
    while n > 127:
        out.append(n & 127 | 128)
        n >>= 7
    return bytes([*out, n])
def section(i, body): return bytes([i]) + u(len(body)) + body
# 5,000 segments of 2 bytes at address 5
data = u(5000) + b"\0\x41\5\x0b\2ab" * 5000
open(sys.argv[1], "wb").write(b"\0asm\1\0\0\0" + section(0, b"\4core\0\1x") +
                              section(5, b"\1\0\1") + section(11, data))
END
wcore-info "$TMP/many.core" | grep captured
wcore-info --full "$TMP/many.core" | grep captured
wcore-info --json "$TMP/many.core" | grep -o '"captured":[^,]*,'
