/* C++ containers over operators new and delete that print what they give and take, and objects that are lost. */
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <new>
#include <string>
#include <vector>

#include "../heap-c/log.h"

void *operator new(std::size_t size) { return take(size); }
void operator delete(void *p) noexcept { if (p) give(p); }
void operator delete(void *p, std::size_t) noexcept { if (p) give(p); }

enum class color : std::uint8_t { red, green, blue };

struct shape {
	virtual ~shape() = default;
	virtual double area() const = 0;
	bool is_visible = true;
	color paint = color::green;
};
struct circle : shape {
	explicit circle(double r) : radius(r) {}
	double area() const override { return 3 * radius * radius; }
	double radius;
	std::unique_ptr<std::string> name = std::make_unique<std::string>("a circle with a name that is long");
};

static std::vector<std::unique_ptr<shape>> shapes;
static std::map<int, std::string> *names;
static circle *spare;

__attribute__((noinline)) static void lose()
{
	auto *lost = new circle(7);

	put("leak", lost, 0);
	put("indirect", lost->name.get(), 0);
	put("indirect", lost->name->data(), 0);
}

__attribute__((noinline)) static void scrub()
{
	volatile char dirt[16384];

	for (std::size_t i = 0; i < sizeof(dirt); i++)
		dirt[i] = 0;
}

__attribute__((noinline)) static double crash(const std::vector<std::string> &words)
{
	double sum = 0;

	for (const auto &word : words)
		sum += shapes[word.size()]->area();
	__builtin_trap();
}

int main()
{
	std::vector<std::string> words;

	names = new std::map<int, std::string>;
	for (int i = 0; i < 12; i++) {
		shapes.push_back(std::make_unique<circle>(i));
		(*names)[i * 5 % 12] = std::string(i * 9, 'x');
		words.push_back("word number " + std::string(i, 'y'));
	}
	names->erase(3);
	spare = new circle(1);
	lose();
	words.resize(1);
	words[0] = "five!";
	scrub();
	return static_cast<int>(crash(words));
}
