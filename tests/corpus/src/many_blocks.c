/* unreachable in one arm of many */
__attribute__((noinline)) static int decode(const unsigned char *p, int n)
{
	int sum = 0;
	for (int i = 0; i < n; i++) {
		switch (p[i]) {
		case 0: sum += 1; break;
		case 1: sum -= 2; break;
		case 2: sum ^= i; break;
		case 3: for (int k = 0; k < i; k++) sum += p[k] * k; break;
		case 4: if (sum > 3) { sum /= 2; } else { sum *= 3; } break;
		default: __builtin_trap();
		}
	}
	return sum;
}
int main(void)
{
	static const unsigned char program[] = { 0, 1, 2, 3, 4, 3, 9 };
	return decode(program, sizeof(program));
}
