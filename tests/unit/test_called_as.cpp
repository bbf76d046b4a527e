#include <catch2/catch.hpp>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "core/called_as.h"

using namespace resettle;

namespace {

/// What a shell makes of one word.
std::string read_by_shell(const std::string& word) {
  FILE* pipe = ::popen(("printf '%s|' " + word).c_str(), "r");
  REQUIRE(pipe != nullptr);
  std::string text;
  std::array<char, 256> piece{};
  for (std::size_t count = 0; (count = std::fread(piece.data(), 1, piece.size(), pipe)) > 0;) {
    text.append(piece.data(), count);
  }
  REQUIRE(::pclose(pipe) == 0);
  return text;
}

/// RESETTLE_COMMAND as the launcher sets it.
class Typed {
 public:
  explicit Typed(const char* command) { ::setenv("RESETTLE_COMMAND", command, 1); }
  ~Typed() { ::unsetenv("RESETTLE_COMMAND"); }
  Typed(const Typed&) = delete;
  Typed& operator=(const Typed&) = delete;
};

}  // namespace

TEST_CASE("a shell takes a quoted name for the one word it is") {
  for (const std::string name :
       {"study.h5", "my study.h5", "it's.h5",      "a\"b.h5", "$HOME.h5", "`id`.h5",
        "a\\b.h5",  "a!b.h5",      "a&b;c.h5",     "(1).h5",  "*.h5",     "~x.h5",
        "#x.h5",    "a\tb.h5",     "정착 지원.h5", "정착.h5", "",         "it's a \"$x\".h5",
        "a=b/x.h5", "{a,b}.h5"}) {
    CAPTURE(name);
    CHECK(read_by_shell(shell_word(name)) == name + "|");
    CHECK(read_by_shell(file_word(name)) == name + "|");
  }
}

TEST_CASE("a name that needs no quotes gets none") {
  for (const std::string name : {"study.h5", "a/b-c_d.h5", "../x=y.yaml", "정착.h5"}) {
    CHECK(shell_word(name) == name);
  }
  CHECK(shell_word("my study.h5") == "\"my study.h5\"");
}

TEST_CASE("a file whose name begins with a hyphen is no option") {
  CHECK(file_word("-x.h5") == "./-x.h5");
  CHECK(file_word("--x y.h5") == "\"./--x y.h5\"");
  CHECK(file_word("./-x.h5") == "./-x.h5");
  CHECK(file_word("a/-x.h5") == "a/-x.h5");
}

TEST_CASE("commands begin as the user typed them") {
  ::unsetenv("RESETTLE_COMMAND");
  CHECK(command_on("resume", "x.h5") == "./resettle resume x.h5");
  for (const std::string typed : {"resettle", "../resettle", "/opt/my tools/resettle"}) {
    const Typed as(typed.c_str());
    CHECK(called_as() == shell_word(typed));
    CHECK(command_on("resume", "-x.h5") == shell_word(typed) + " resume ./-x.h5");
  }
  const Typed nothing("");
  CHECK(called_as() == "./resettle");
}
