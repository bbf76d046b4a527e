#pragma once

#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace resettle {

/// A place in a text file; line and column count from 1, 0 = unknown.
struct SourceLocation {
  std::string file;
  int line = 0;
  int column = 0;
};

/// One mistake in the user's input: where it stands, what is wrong, how to mend it.
struct Problem {
  SourceLocation where;
  std::string key;      ///< key path, for example "search.intercept"; may be empty
  std::string message;  ///< what is wrong, with the offending value
  std::string remedy;   ///< what is allowed, or the nearest valid key; may be empty
};

/// "file:12:5: search.intercept: ... ; remedy"
std::string describe(const Problem& problem);

/// The user's mistake(s): reported all at once, exit code 2.
class InputError : public std::runtime_error {
 public:
  explicit InputError(std::vector<Problem> problems);
  explicit InputError(Problem problem) : InputError(std::vector<Problem>{std::move(problem)}) {}

  [[nodiscard]] const std::vector<Problem>& problems() const { return problems_; }

 private:
  std::vector<Problem> problems_;
};

/// Throws InputError about a file, or an option of the command line.
[[noreturn]] void refuse(std::string where, std::string message, std::string remedy);

/// Collects problems while reading, so that all of them can be reported in one go.
class ProblemList {
 public:
  void add(Problem problem) { problems_.push_back(std::move(problem)); }
  [[nodiscard]] bool empty() const { return problems_.empty(); }
  [[nodiscard]] const std::vector<Problem>& items() const { return problems_; }
  /// Throws InputError with everything collected, in file order, if there is anything.
  void throw_if_any() const;

 private:
  std::vector<Problem> problems_;
};

/// The candidate that differs from `wanted` by the fewest edits, or "" if none is near.
std::string nearest(std::string_view wanted, const std::vector<std::string>& candidates);

/// Our own mistake: always checked, in every build type. Throws std::logic_error.
inline void require(bool condition, const char* message) {
  if (!condition) throw std::logic_error(message);
}

}  // namespace resettle
