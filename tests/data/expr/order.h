enum mode { MODE_OFF, MODE_ON, MODE_BAD = 7 };
enum level { LEVEL_LOW = -3, LEVEL_MID, LEVEL_HIGH = 1000 };

struct point { short x, y; };
union number { int whole; float real; unsigned char bytes[4]; };

struct order {
	int id;
	char name[12];
	double price;
	struct point at, corners[3];
	enum mode mode;
	struct { unsigned ready : 1; int delta : 5; unsigned width : 9; unsigned long long wide : 40; } flags;
	union number number;
	int grid[2][3];
	struct order *next;
	int (*handler)(struct order *, int);
	union { int left; unsigned right; };
};

extern int tally(int step);
extern struct order *last_order;
