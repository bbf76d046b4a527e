#include <catch2/catch.hpp>

#include <sys/wait.h>

#include <algorithm>
#include <cstddef>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include "io/yaml.h"
#include "support/study_files.h"

// What a researcher reads who has made one mistake: mistakes.yaml says which.

namespace {

using namespace resettle;
using namespace resettle::testing;
namespace fs = std::filesystem;

/// One mistake put into one file, and what the program must say of it.
struct Mistake {
  std::string what;
  std::string file;  ///< from the folder of the researcher's files
  std::string replace;
  std::string by;
  int line = 0;  ///< of the problem; 0: that of the change
  std::string says;
  std::string to_do;
  std::string told_in;  ///< the file the problem points to
};

struct Ending {
  int code = -1;
  std::string text;
};

std::string text_at(const YamlNode& map, const std::string& key) {
  const auto* node = map.find(key);
  return node != nullptr ? node->text : "";
}

class MistakeTable {
 public:
  MistakeTable() {
    ProblemList problems;
    const auto root =
        read_yaml(RESETTLE_SOURCE_DIR "/tests/system/mistakes.yaml", {}, problems, {});
    problems.throw_if_any();
    for (const auto& entry : root->find("files")->entries) files[entry.key] = entry.value.text;
    for (const auto& section : root->find("mistakes")->entries) {
      for (const auto& item : section.value.items) mistakes.push_back(read(item));
    }
  }

  std::map<std::string, std::string> files;
  std::vector<Mistake> mistakes;

 private:
  static Mistake read(const YamlNode& item) {
    Mistake mistake{text_at(item, "what"),
                    text_at(item, "file"),
                    text_at(item, "replace"),
                    text_at(item, "by"),
                    0,
                    text_at(item, "says"),
                    text_at(item, "to_do"),
                    text_at(item, "told_in")};
    const auto line = text_at(item, "line");
    if (!line.empty()) mistake.line = std::stoi(line);
    if (mistake.told_in.empty()) mistake.told_in = mistake.file;
    return mistake;
  }
};

void write(const fs::path& file, const std::string& text) {
  std::ofstream(file, std::ios::binary) << text;
}

/// Runs the study as a user would; all it prints.
Ending run(const fs::path& study, const fs::path& output) {
  const std::string command =
      "'" RESETTLE_PROGRAM "' run '" + study.string() + "' --output '" + output.string() + "' 2>&1";
  FILE* pipe = ::popen(command.c_str(), "r");
  REQUIRE(pipe != nullptr);
  Ending ending;
  char piece[4096];
  for (std::size_t count = 0; (count = std::fread(piece, 1, sizeof piece, pipe)) > 0;) {
    ending.text.append(piece, count);
  }
  const int status = ::pclose(pipe);
  ending.code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  return ending;
}

/// The shipped scenarios, and the researcher's files in a folder beside them.
class Desk {
 public:
  explicit Desk(const MistakeTable& table) : folder_("mistakes"), table_(table) {
    fs::copy(RESETTLE_SOURCE_DIR "/scenarios", folder_ / "scenarios", fs::copy_options::recursive);
    fs::create_directory(mine(""));
    for (const auto& [name, text] : table.files) write(mine(name), text);
  }

  [[nodiscard]] fs::path mine(const std::string& name) const {
    return (folder_ / "scenarios/mine" / name).lexically_normal();
  }

  [[nodiscard]] Ending run_study() const { return run(mine("study.yaml"), folder_ / "study.h5"); }

  [[nodiscard]] bool nothing_was_run() const {
    return !fs::exists(folder_ / "study.h5") && !fs::exists(folder_ / "study.h5.progress");
  }

  void check(const Mistake& mistake) const {
    const fs::path file = mine(mistake.file);
    const std::string right = bytes_of(file);
    const auto at = right.find(mistake.replace);
    REQUIRE(at != std::string::npos);
    write(file, replaced(right, mistake.replace, mistake.by));
    const Ending ending = run_study();
    write(file, right);
    INFO(ending.text);
    CHECK(ending.code == 2);
    CHECK(ending.text.starts_with("1 problem in 1 file; nothing was run.\n"));
    CHECK(nothing_was_run());
    const auto changed = 1 + std::count(right.begin(), right.begin() + std::ptrdiff_t(at), '\n');
    const auto line = mistake.line > 0 ? mistake.line : changed;
    CHECK_THAT(ending.text, Catch::Contains("\n" + mine(mistake.told_in).string() + ":" +
                                            std::to_string(line) + ":"));
    const auto remedy = ending.text.find("\n  To do: ");
    REQUIRE(remedy != std::string::npos);
    CHECK_FALSE(mistake.says.empty());
    CHECK_THAT(ending.text.substr(0, remedy), Catch::Contains(mistake.says));
    CHECK_FALSE(mistake.to_do.empty());
    CHECK_THAT(ending.text.substr(remedy), Catch::Contains(mistake.to_do));
  }

 private:
  TemporaryFolder folder_;
  const MistakeTable& table_;
};

TEST_CASE("each of a hundred mistakes is told once, in its place, with a remedy") {
  const MistakeTable table;
  const Desk desk(table);
  CHECK(table.mistakes.size() >= 100);
  for (const auto& mistake : table.mistakes) {
    INFO(mistake.what);
    desk.check(mistake);
  }
}

}  // namespace
