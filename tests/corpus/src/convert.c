/* invalid conversion to integer */
__attribute__((noinline)) static int cents(double amount)
{
	return __builtin_wasm_trunc_s_i32_f64(amount * 100);
}
int main(void)
{
	volatile double amount = 1e300;
	return cents(amount);
}
