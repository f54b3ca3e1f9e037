#0  spin (width=247 '\367', turn=ADDRESS, depth=2) at lost.c:30
        key = 608
#1  ADDRESS in fall (level=ADDRESS, turn=ADDRESS) at lost.c:40
        start = 40
#2  ADDRESS in walk (steps=9, turn=ADDRESS) at lost.c:57
        total = 10
        seen = 27
        kept = 202
        pair = {left = 9, name = "pair 9\000\000\000\000\000", right = 27}
        level = 0
#3  ADDRESS in main () at lost.c:63
        turn = {25, 3}
        result = 32767
