#include <sys/stat.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <string>

#include "core/errors.h"
#include "io/output_file.h"
#include "io/text_output.h"

namespace {

namespace fs = std::filesystem;
using Catch::Matchers::Contains;
using namespace resettle;

/// A folder of its own for each test, removed at its end.
class OutputFolder {
 public:
  OutputFolder() {
    auto pattern = (fs::temp_directory_path() / "output_file_XXXXXX").string();
    path_ = fs::canonical(::mkdtemp(pattern.data()));
  }
  OutputFolder(const OutputFolder&) = delete;
  OutputFolder& operator=(const OutputFolder&) = delete;
  ~OutputFolder() { fs::remove_all(path_); }
  [[nodiscard]] fs::path operator/(const fs::path& name) const { return path_ / name; }
  [[nodiscard]] std::ptrdiff_t entries() const {
    return std::distance(fs::directory_iterator(path_), fs::directory_iterator());
  }

 private:
  fs::path path_;
};

OutputName named(const fs::path& name) { return {name, "-o", ".h5"}; }

Problem problem_of(const std::function<void()>& action) {
  try {
    action();
  } catch (const InputError& error) {
    return error.problems().front();
  }
  return {{}, "", "no InputError", ""};
}

std::string remedy_for(const fs::path& name) {
  return problem_of([&] { output_file(named(name)); }).remedy;
}

std::string text_in(const fs::path& file) {
  std::ifstream stream(file);
  return {std::istreambuf_iterator<char>(stream), {}};
}

TEST_CASE("an output with another ending is told the right name") {
  CHECK(remedy_for("x.yaml") == "name another file: -o x.h5");
  CHECK(remedy_for("x.HDF5") == "name another file: -o x.h5");
  CHECK(remedy_for("x.h5.progress") == "name another file: -o x.h5");
  CHECK(remedy_for("a.b") == "name another file: -o a.b.h5");
  CHECK(remedy_for("x") == "name another file: -o x.h5");
  CHECK(remedy_for("-x") == "name another file: -o ./-x.h5");
  CHECK(remedy_for("=x.h5") == "name another file: -o x.h5");
  CHECK(remedy_for("=") == "name another file: -o RESULTS.h5");
  CHECK(remedy_for("x.h5 ") == "name another file: -o x.h5");
  CHECK(remedy_for("a/.h5") == "name another file: -o a/RESULTS.h5");
  CHECK(remedy_for("a\nb.h5") == "take a name without: -o RESULTS.h5");
  CHECK(remedy_for("/dev/null") == "name another file: -o RESULTS.h5");
  CHECK(remedy_for("x.h5/") == "name a file in it: -o x.h5/RESULTS.h5");
  CHECK(remedy_for("") == "say which: -o RESULTS.h5");
}

TEST_CASE("links are followed to where the file will be") {
  const OutputFolder folder;
  fs::create_directory(folder / "archive");
  fs::create_symlink("second.h5", folder / "first.h5");
  fs::create_symlink("archive/../archive/x.h5", folder / "second.h5");
  CHECK(output_file(named(folder / "first.h5")) == folder / "archive/x.h5");
  CHECK(behind_links(folder / "none.h5") == folder / "none.h5");
  CHECK(behind_links("plain.h5") == "plain.h5");
  fs::create_symlink("circle.h5", folder / "circle.h5");
  CHECK_THAT(problem_of([&] { behind_links(folder / "circle.h5"); }).message,
             Contains("lead in a circle"));
}

TEST_CASE("an output may not be an input by another name") {
  const OutputFolder folder;
  std::ofstream(folder / "part.h5") << "part";
  fs::create_hard_link(folder / "part.h5", folder / "twin.h5");
  const auto check = [&](const char* output) {
    const fs::path file = folder / output;
    return problem_of([&] { check_no_input(named(file), file, {folder / "part.h5"}); }).message;
  };
  CHECK_THAT(check("part.h5"), Contains("to be read and written"));
  CHECK_THAT(check("twin.h5"), Contains("to be read and written"));
  CHECK(check("other.h5") == "no InputError");
}

TEST_CASE("a place is tried with a name as long as those beside the file") {
  const OutputFolder folder;
  check_place(folder / (std::string(236, 'x')), "elsewhere");
  const auto problem =
      problem_of([&] { check_place(folder / (std::string(237, 'x')), "go elsewhere"); });
  CHECK_THAT(problem.message, Contains("237 bytes where 236 are possible"));
  CHECK_THAT(problem.remedy, Contains("go elsewhere"));
  CHECK_THAT(problem_of([&] { check_place(folder / "none/x", ""); }).message,
             Contains("No such file or directory"));
  CHECK(folder.entries() == 0);
}

TEST_CASE("a text that cannot be written leaves the one that was there") {
  const OutputFolder folder;
  write_text_file(folder / "card.json", "first");
  ::chmod((folder / "card.json").c_str(), 0640);
  write_text_file(folder / "card.json", "second");
  CHECK(text_in(folder / "card.json") == "second");
  CHECK((fs::status(folder / "card.json").permissions() & fs::perms::mask) ==
        static_cast<fs::perms>(0640));
  fs::create_directory(folder / "folder.json");
  CHECK_THAT(problem_of([&] { write_text_file(folder / "folder.json", "x"); }).message,
             Contains("cannot be written: Is a directory"));
  CHECK_THAT(problem_of([&] { write_text_file("/dev/full", "x"); }).message,
             Contains("cannot be written: No space left"));
  CHECK(folder.entries() == 2);
}

}  // namespace
