#include <catch2/catch.hpp>

#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <filesystem>
#include <string>

#include "io/csv.h"
#include "io/strict_text.h"
#include "unit/scenario_files.h"

// What is given for an input and is none: it is named, and nothing hangs.

namespace {

using namespace resettle;
using namespace resettle::testing;
using Catch::Contains;

Problem refused(const std::filesystem::path& file) {
  ProblemList problems;
  CHECK_FALSE(read_text_file(file, {}, problems, {}).has_value());
  REQUIRE(problems.items().size() == 1);
  CHECK_FALSE(problems.items()[0].remedy.empty());
  return problems.items()[0];
}

TEST_CASE("what is no file is named - and nothing waits for it") {
  const ScenarioFiles files;
  CHECK_THAT(refused(files.path("studies")).message, Contains("cannot be read: it is a folder"));
  CHECK_THAT(refused("/dev/zero").message, Contains("it is a device"));
  CHECK_THAT(refused("/dev/null").message, Contains("it is a device"));
  const auto pipe = files.path("pipe");
  REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);  // nobody will ever write to it
  CHECK_THAT(refused(pipe).message, Contains("it is a pipe"));
  CHECK_THAT(refused(pipe).remedy, Contains("save the text to a file"));
  CHECK_THAT(refused(files.path("nothing")).message, Contains("there is no file"));
  std::filesystem::create_symlink("loop", files.path("loop"));
  refused(files.path("loop"));
  if (::geteuid() != 0) {  // root may read everything
    files.write("secret.yaml", "a: 1\n");
    REQUIRE(::chmod(files.path("secret.yaml").c_str(), 0) == 0);
    CHECK_THAT(refused(files.path("secret.yaml")).message, Contains("Permission denied"));
  }
}

TEST_CASE("a socket is named") {
  const auto path = std::filesystem::temp_directory_path() / ("s" + std::to_string(::getpid()));
  const int socket = ::socket(AF_UNIX, SOCK_STREAM, 0);
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  path.string().copy(address.sun_path, sizeof address.sun_path - 1);
  REQUIRE(::bind(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
  CHECK_THAT(refused(path).message, Contains("it is a socket"));
  ::close(socket);
  std::filesystem::remove(path);
}

struct NoTextFile {
  std::string bytes;
  std::string what;
  std::string remedy;
};

TEST_CASE("a file that is no text is called what it is") {
  using namespace std::string_literals;
  const std::string seal = "Study file of resettle (HDF5)" + std::string(483, '\n');
  const auto given = GENERATE_COPY(values<NoTextFile>({
      {seal + "\x89HDF\r\n\x1a\n", "a finished study (HDF5)", "resettle compare"},
      {"\x89HDF\r\n\x1a\n", "a finished study (HDF5)", "resettle extend"},
      {"SQLite format 3\0"s, "a database (SQLite)", "resettle resume"},
      {"PK\x03\x04....xl/workbook.xml", "a spreadsheet", "CSV UTF-8"},
      {"PK\x03\x04....word/document.xml", "a document of a word processor", "plain text"},
      {"PK\x03\x04....a.yaml", "a ZIP archive", "unpack"},
      {"\x1f\x8b\x08", "gzip", "unpack"},
      {"%PDF-1.7\n", "a PDF document", "plain text"},
      {"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", ".hwp", "plain text"},
      {"\x89PNG\r\n\x1a\n", "a picture", "plain text"},
      {"\xff\xd8\xff\xe0", "a picture", "plain text"},
      {"<!DOCTYPE html>\n<html>", "a web page", "download the file itself"},
      {"\xff\xfe"
       "a\0:\0"s,
       "UTF-16", "save it as UTF-8"},
      {"\xfe\xff\0a"s, "UTF-16", "save it as UTF-8"},
      {"s\0t\0u\0d\0y\0:\0 \0a\0"s, "UTF-16", "iconv -f UTF-16"},
      {"study: \xc1\xa4\xc2\xf8\xb1\xdd\n", "CP949", "iconv -f CP949"},
      {"study: \xb0\xa1"
       "a\n",
       "CP949", "CSV UTF-8"},
      {"study: gr\xf6\xdf"
       "er\n",
       "the byte 0xf6 is not readable", "UTF-8"},
      {"study: caf\xe9\n", "the byte 0xe9 is not readable", "UTF-8"},
      {"study: a\x1b[2J\n", "U+001B ESCAPE", "remove it"},
      {"study: a\xc2\x9b"
       "2J\n",
       "U+009B CONTROL SEQUENCE INTRODUCER", "remove it"},
      {"study: a # \xe2\x80\xae\n", "U+202E RIGHT-TO-LEFT OVERRIDE", "remove it"},
      {"study: a\rintent: b\r", "U+000D CARRIAGE RETURN", "LF or CR LF"},
      {"study: a\0"s, "U+0000 NULL", "remove it"},
  }));
  const ScenarioFiles files;
  files.write("given.yaml", given.bytes);
  INFO(given.what);
  const auto problem = refused(files.path("given.yaml"));
  CHECK_THAT(problem.message, Contains(given.what));
  CHECK_THAT(problem.remedy, Contains(given.remedy));
}

TEST_CASE("a control character in a file is refused where it stands") {
  const ScenarioFiles files;
  files.write("given.yaml", "a: 1\nb: 한\x1b\n");
  const auto where = refused(files.path("given.yaml")).where;
  CHECK(where.line == 2);
  CHECK(where.column == 5);
  files.edit("tables/arrivals.csv", "1990,", "1990\xe2\x80\xae,");
  ProblemList problems;
  CHECK_FALSE(read_csv(files.path("tables/arrivals.csv"), {}, {{}, {}, true}, problems, {}));
  REQUIRE(problems.items().size() == 1);
  CHECK_THAT(problems.items()[0].message, Contains("U+202E"));
}

TEST_CASE("an input is at most 4 MB large") {
  const ScenarioFiles files;
  files.write("given.yaml", "a: 1\n");
  std::filesystem::resize_file(files.path("given.yaml"), kLargestInput + 1);
  CHECK_THAT(refused(files.path("given.yaml")).message, Contains("more than 4 MB"));
  // However large: it is not read to its end.
  std::filesystem::resize_file(files.path("given.yaml"), std::uintmax_t{1} << 40U);
  CHECK_THAT(refused(files.path("given.yaml")).message, Contains("more than 4 MB"));
}

}  // namespace
