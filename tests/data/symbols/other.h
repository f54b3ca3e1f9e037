int other_one(int n);
int other_two(int n);
