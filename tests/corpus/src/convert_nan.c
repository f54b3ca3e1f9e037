/* invalid conversion to integer: not a number */
static inline unsigned scale(float f)
{
	return __builtin_wasm_trunc_u_i32_f32(f * 2.0f);
}
__attribute__((noinline)) unsigned pick(float f, int twice)
{
	return twice ? scale(f) * 2 : scale(f);
}
int main(int argc, char **argv)
{
	volatile float zero = 0;
	return (int)pick(zero / zero, argc);
}
