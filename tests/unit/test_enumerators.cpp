#include <catch2/catch.hpp>

#include <array>
#include <cstdint>

#include "core/enumerators.h"

// Tables with a line for every enumerator: the last one may not be forgotten either.

namespace {

using namespace resettle;

enum class Colour : std::uint8_t { red, green, blue };
enum class Alone { one };
enum class WithGap { first, third = 2 };

struct Line {
  Colour colour;
};

TEST_CASE("enumerators are counted from 0 to the first gap") {
  STATIC_REQUIRE(number_of<Colour>() == 3);
  STATIC_REQUIRE(number_of<Alone>() == 1);
  STATIC_REQUIRE(number_of<WithGap>() == 1);
}

TEST_CASE("a table is in order if it has one line for each, also for the last") {
  constexpr std::array kWhole{Line{Colour::red}, Line{Colour::green}, Line{Colour::blue}};
  constexpr std::array kWithoutLast{Line{Colour::red}, Line{Colour::green}};
  constexpr std::array kTurned{Line{Colour::red}, Line{Colour::blue}, Line{Colour::green}};
  STATIC_REQUIRE(is_in_order(kWhole, &Line::colour));
  STATIC_REQUIRE_FALSE(is_in_order(kWithoutLast, &Line::colour));
  STATIC_REQUIRE_FALSE(is_in_order(kTurned, &Line::colour));
}

}  // namespace
