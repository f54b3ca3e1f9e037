/* As c.c, in C++. */
#include <cstdint>
#include <cstdio>
#include <map>
#include <memory>
#include <string>
#include <vector>

#define I(...) printf("%s\t%lld\n", #__VA_ARGS__, (long long)(__VA_ARGS__))
#define F(...) printf("%s\t%.17g\n", #__VA_ARGS__, (double)(__VA_ARGS__))
#define S(...) printf("%s\t%s\n", #__VA_ARGS__, std::string(__VA_ARGS__).c_str())

namespace shop {
enum class Kind { Small = 1, Large = 8 };
enum Plain { FIRST_PLAIN = 3 };
int total = 55;
namespace inner { int depth = 66; }

struct Base {
	virtual ~Base() {}
	virtual int id() const { return base_value; }
	int base_value = 4;
	static int made;
};
int Base::made = 12;

template <class T> struct Box { T value; Box *next; static const int limit = 30; };

struct Order : Base {
	std::string name = "order of tea";
	std::vector<int> counts{ 10, 20, 30, 40 };
	std::map<std::string, int> stock{ { "tea", 5 }, { "milk", 9 } };
	std::unique_ptr<Box<int>> box{ new Box<int>{ 77, nullptr } };
	Kind kind = Kind::Large;
	const char *note = "fragile";
	bool is_paid = true;
	double weight = 2.5;
	int32_t pair[2] = { -1, -2 };

	int id() const override { return base_value + 1; }
	int check(int n, const std::vector<double> &weights, Base &base, Box<short> *&list);
};

int Order::check(int n, const std::vector<double> &weights, Base &base, Box<short> *&list)
{
	int *where = &pair[0];
	Base *up = this;

	I(n + base_value);
	I(this->base_value);
	I(this->counts[2]);
	I(counts[1] + n);
	I(counts.size());
	I(counts.front());
	I(counts.back());
	I(counts.at(3));
	I(counts.empty());
	S(name);
	I(name.size());
	I(name[0]);
	I(name.length() + 1);
	I(stock.at("tea"));
	I(stock["milk"]);
	I(stock.size());
	I(box->value);
	I((*box).value);
	I(box.get()->value);
	I(box->next == nullptr);
	I(static_cast<int>(weight));
	I(static_cast<Order *>(up)->pair[1]);
	I(reinterpret_cast<Base *>(this)->base_value);
	I(const_cast<Order *>(this)->pair[0]);
	I((int)kind);
	I(kind == Kind::Large);
	I(kind == shop::Kind::Small);
	I(FIRST_PLAIN + 0);
	I(shop::FIRST_PLAIN + 1);
	I(shop::total);
	I(::shop::total);
	I(total);
	I(inner::depth);
	I(shop::inner::depth + total);
	I(Base::made);
	I(shop::Base::made);
	S(note);
	I(is_paid);
	I(!is_paid);
	I(is_paid && n);
	F(weight * 2);
	F(weights[1]);
	I(weights.size());
	I(base.base_value);
	I((&base)->base_value);
	I(list->value);
	I(list->next->value);
	I((*list).next->next == 0);
	I(*where + where[1]);
	I(sizeof(Box<short>));
	I(sizeof(shop::Box<int>));
	I(sizeof(*list));
	I(up == this);
	if (n)
		__builtin_trap();
	return n;
}
}

int main()
{
	shop::Order order, other;
	shop::Box<short> second{ -300, nullptr }, first{ 301, &second }, *list = &first;
	std::vector<double> weights{ 0.5, 1.25 };

	setvbuf(stdout, NULL, _IOLBF, 4096);
	other.base_value = 21;
	return order.check(6, weights, other, list);
}
