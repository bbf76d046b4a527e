#include <sys/stat.h>

#include <catch2/catch.hpp>

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "core/errors.h"
#include "io/labelled_file.h"
#include "io/seal.h"
#include "io/sha256.h"
#include "support/study_files.h"

namespace {

using namespace resettle;
using namespace resettle::testing;

TEST_CASE("SHA-256 gives the published digests") {
  // FIPS 180-4 examples.
  CHECK(to_hex(sha256(std::string_view("abc"))) ==
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(to_hex(sha256(std::string_view(""))) ==
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  Sha256 pieces;
  pieces.add(std::as_bytes(std::span(std::string_view("a"))));
  pieces.add(std::as_bytes(std::span(std::string_view("bc"))));
  CHECK(pieces.finish() == sha256(std::string_view("abc")));
}

/// A sealed file of format version 3.
std::string sealed_bytes(const std::filesystem::path& path) {
  auto file = LabelledFile::create(path);
  const std::vector<std::int32_t> days(200, 7);
  file.add_group("table").add_coordinate("day", days);
  file.root().set_attribute("format", "resettle-study");
  file.commit();
  return bytes_of(path);
}

void write(const std::filesystem::path& file, const std::string& bytes) {
  std::ofstream(file, std::ios::binary) << bytes;
}

TEST_CASE("a seal shows any changed byte, any lost and any added one") {
  const TemporaryFolder folder("seal");
  const auto file = folder / "sealed.h5";
  const std::string sealed = sealed_bytes(file);
  REQUIRE(check_seal(file) == Seal::intact);
  CHECK(check_seal_form(file) == Seal::intact);
  CHECK(seal_text(file) == to_hex(sha256(sealed.substr(0, sealed.size() - kSealBytes))));
  CHECK(sealed.starts_with("\x89HDF\r\n\x1a\n"));  // for readers that look at nothing else
  const auto with = [&](const std::string& bytes) {
    write(file, bytes);
    return check_seal(file);
  };
  for (std::size_t at = 0; at < sealed.size();
       at += at < 100 || at + kSealBytes + 10 > sealed.size() ? 1 : 13) {
    std::string changed = sealed;
    changed[at] = static_cast<char>(changed[at] ^ 0x10);
    INFO("byte " << at);
    CHECK(with(changed) == Seal::broken);
  }
  CHECK(with(sealed.substr(0, sealed.size() - 1)) == Seal::broken);
  CHECK(with(sealed.substr(0, sealed.size() - kSealBytes)) == Seal::broken);
  CHECK(with(sealed + "x") == Seal::broken);
  CHECK(with(sealed + sealed.substr(sealed.size() - kSealBytes)) == Seal::broken);
  CHECK(with(sealed.substr(0, 100)) == Seal::broken);
  CHECK(with(std::string(512, '\0') + sealed.substr(512)) == Seal::broken);
  CHECK(with(std::string(512, '\0') + sealed) == Seal::broken);
  CHECK(with("") == Seal::absent);
  CHECK(with(std::string(5000, 'x')) == Seal::absent);
  CHECK(with(sealed) == Seal::intact);
}

TEST_CASE("the form of a seal is looked at in files of any size") {
  const TemporaryFolder folder("form");
  const auto file = folder / "sealed.h5";
  const std::string sealed = sealed_bytes(file);
  const auto with = [&](const std::string& bytes) {
    write(file, bytes);
    return check_seal_form(file);
  };
  const std::size_t trailer = sealed.size() - kSealBytes;
  std::string changed = sealed;
  changed[trailer - 1] ^= 1;  // a byte that only the digest tells of
  CHECK(with(changed) == Seal::intact);
  CHECK(check_seal(file) == Seal::broken);
  CHECK(with(sealed.substr(0, trailer - 1) + sealed.substr(trailer)) == Seal::broken);
  CHECK(with(sealed.substr(0, trailer) + "?" + sealed.substr(trailer)) == Seal::broken);
  CHECK(with(sealed.substr(0, trailer)) == Seal::broken);
}

TEST_CASE("a file is sealed whole: it ends where HDF5 says and lies in one piece") {
  const TemporaryFolder folder("whole");
  const auto file = folder / "sealed.h5";
  const std::string sealed = sealed_bytes(file);
  const std::string inside = sealed.substr(0, sealed.size() - kSealBytes);
  const auto sealed_anew = [&](const std::string& bytes) {
    write(file, bytes);
    write_seal(file);
    return check_seal(file);
  };
  CHECK(sealed_anew(inside) == Seal::intact);
  CHECK(bytes_of(file) == sealed);
  CHECK(sealed_anew(inside + std::string(8, '\0')) == Seal::broken);
  CHECK(sealed_anew(inside.substr(0, inside.size() - 8)) == Seal::broken);
  CHECK(sealed_anew("no HDF5 at all") == Seal::broken);
  for (const std::size_t at : {8, 9, 10, 11, 12, 20, 28}) {  // version, sizes, base, extension, end
    std::string other = inside;
    other[at] ^= 1;
    INFO("byte " << at);
    CHECK(sealed_anew(other) == Seal::broken);
  }
}

TEST_CASE("a pipe is refused, not waited for") {
  const TemporaryFolder folder("pipe");
  REQUIRE(::mkfifo((folder / "pipe.h5").c_str(), 0600) == 0);
  CHECK_THROWS_WITH(check_seal(folder / "pipe.h5"), Catch::Contains("no ordinary file"));
  CHECK_THROWS_WITH(LabelledFile::open(folder / "pipe.h5"), Catch::Contains("no ordinary file"));
  CHECK(mark_of(folder / "pipe.h5").empty());
}

TEST_CASE("a mark tells what lies under a name, whatever it is") {
  const TemporaryFolder folder("mark");
  const auto file = folder / "study.h5";
  CHECK(mark_of(file).empty());
  CHECK(mark_of(folder / "").empty());
  write(file, std::string(3000, 'x'));
  CHECK(mark_of(file) == "no seal");
  CHECK_FALSE(may_be_study(file));
  const std::string sealed = sealed_bytes(file);
  CHECK(mark_of(file) == seal_text(file));
  for (const std::size_t size : {sealed.size() - 1, sealed.size() / 2, std::size_t{100}}) {
    write(file, sealed.substr(0, size));
    CHECK(mark_of(file) == "no seal");
  }
  write(file, sealed.substr(0, sealed.size() - 1));
  CHECK(may_be_study(file));
}

TEST_CASE("a file without its seal is not read") {
  const TemporaryFolder folder("unrecognised");
  const auto path = folder / "sealed.h5";
  const std::string sealed = sealed_bytes(path);
  CHECK_NOTHROW(LabelledFile::open(path));
  write(path, sealed.substr(0, sealed.size() - kSealBytes));
  CHECK_THROWS_WITH(LabelledFile::open(path), Catch::Contains("its seal is broken or missing"));
  write(path, "?" + sealed.substr(1));
  CHECK_THROWS_WITH(LabelledFile::open(path), Catch::Contains("its seal is broken or missing"));
}

TEST_CASE("inputs that are kept are read instead of files") {
  const std::string file = RESETTLE_SOURCE_DIR "/scenarios/studies/quick_look.yaml";
  const AskedStudy asked = ask_study(file, {});
  CHECK(asked.source.inputs.size() > 10);  // the study, the baseline, overlays, tables
  StudySource elsewhere = asked.source;
  elsewhere.inputs.clear();
  for (const auto& [name, text] : asked.source.inputs) {
    elsewhere.inputs["/nowhere" + name.substr(std::string(RESETTLE_SOURCE_DIR).size())] = text;
  }
  elsewhere.file = "/nowhere/scenarios/studies/quick_look.yaml";
  const StudyPlan plan = plan_of(elsewhere);
  REQUIRE(plan.arms.size() == asked.plan.arms.size());
  for (std::size_t arm = 0; arm < plan.arms.size(); ++arm) {
    CHECK(plan.arms[arm].scenario.values().all() == asked.plan.arms[arm].scenario.values().all());
  }
  elsewhere.inputs.erase("/nowhere/scenarios/baseline.yaml");
  CHECK_THROWS_AS(plan_of(elsewhere), InputError);
}

TEST_CASE("which part of a study replicates are is found again") {
  for (const int of_study : {2, 7, 20, 101}) {
    const auto all = replicate_numbers(0, of_study);
    CHECK(part_text(all, all).empty());
    for (int parts = 2; parts <= of_study; ++parts) {
      for (int part = 1; part <= parts; ++part) {
        CAPTURE(of_study, parts, part);
        const auto replicates = replicates_of_part(all, part, parts);
        int found = 0;
        int of = 0;
        REQUIRE(std::sscanf(part_text(replicates, all).c_str(), "%d/%d", &found, &of) == 2);
        // Perhaps of another division, but the same replicates: the command makes the same file.
        CHECK(replicates_of_part(all, found, of) == replicates);
      }
    }
  }
  CHECK(part_text({1, 2, 3}, replicate_numbers(0, 7)).empty());  // no part has these
  CHECK(about_part({0, 1, 2}, replicate_numbers(0, 3)).empty());
  CHECK(about_part({2, 3}, replicate_numbers(0, 4)) ==
        "a part of a study: 2 of its 4 replicates (replicates 2 to 3; the first is 0)");
  CHECK(about_part({3}, replicate_numbers(0, 4)) ==
        "a part of a study: 1 of its 4 replicates (replicate 3; the first is 0)");
}

TEST_CASE("the settings of a study are written and read back") {
  StudySource source{"a/study.yaml", {}, {{"a/study.yaml", "text"}}};
  source.settings.replicates = 7;
  source.settings.scale = 0.1;
  source.settings.has_seed = true;
  source.settings.seed = 4294967295U;
  source.settings.overrides = {{"search.gain_slope", "0.25"}, {"x", "a \"quoted\" = value"}};
  source.settings.arms = {{"one", "b/one.yaml"}};
  const StudySource again = source_from_json(to_json(source), source.inputs, "study.h5");
  CHECK(to_json(again) == to_json(source));
  CHECK(again.settings.seed == 4294967295U);
  CHECK(again.settings.arms.at(0).overlay == "b/one.yaml");
  CHECK(command_of(again, "2/3") == command_of(source, "2/3"));
  for (const char* text : {"", "{", "[]", "{}", R"({"file":1})"}) {
    INFO(text);
    CHECK_THROWS_AS(source_from_json(text, {}, "study.h5"), InputError);
  }
}

}  // namespace
