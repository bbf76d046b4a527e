#include <fcntl.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <cmath>
#include <csignal>
#include <fstream>
#include <functional>
#include <iterator>
#include <limits>

#include "core/errors.h"
#include "io/chunk.h"
#include "io/hdf5_support.h"
#include "io/labelled_file.h"

namespace {

namespace fs = std::filesystem;
using Catch::Matchers::Contains;
using resettle::Group;
using resettle::InputError;
using resettle::LabelledFile;
using resettle::Layout;
using resettle::Shape;

/// A folder of its own for each test, removed at its end.
class Folder {
 public:
  Folder() {
    auto pattern = (fs::temp_directory_path() / "labelled_file_XXXXXX").string();
    path_ = ::mkdtemp(pattern.data());
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() { fs::remove_all(path_); }
  [[nodiscard]] fs::path operator/(const char* name) const { return path_ / name; }
  [[nodiscard]] std::ptrdiff_t entries() const {
    return std::distance(fs::directory_iterator(path_), fs::directory_iterator());
  }
  [[nodiscard]] const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

std::string bytes_of(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::string message_of(const std::function<void()>& action) {
  try {
    action();
  } catch (const InputError& error) {
    return error.what();
  }
  return "no InputError";
}

std::vector<std::string> colours() { return {"red", "grün", "파랑", ""}; }
std::vector<std::int32_t> days() { return {0, 31, 59}; }

Group add_table(LabelledFile& file) {
  auto group = file.add_group("table");
  group.add_coordinate("colour", colours()).set_attribute("favourite", "grün");
  auto day = group.add_coordinate("day", days());
  day.set_attribute("units", "days since 1990-01-01");
  return group;
}

template <class T>
void round_trip(Group& group, const std::string& name, const Layout& layout, T first) {
  auto variable = group.add_variable<T>(name, {"colour", "day"}, layout, T{7});
  std::vector<T> values(12);
  for (std::size_t i = 0; i < values.size(); ++i) values[i] = static_cast<T>(first + T(i));
  variable.template write<T>(std::span<const T>(values));
  CHECK(variable.template read<T>() == values);
  CHECK(variable.type() == resettle::element_type<T>());
}

std::span<const std::byte> as_bytes_of(const std::vector<std::int32_t>& values) {
  return std::as_bytes(std::span(values));
}

}  // namespace

TEST_CASE("labels - attributes and texts come back as written") {
  const Folder folder;
  {
    auto file = LabelledFile::create(folder / "a.h5");
    file.root().set_attribute("version", std::int32_t{1});
    auto group = add_table(file);
    group.set_attribute("share", 0.25);
    group.set_attribute("big", std::int64_t{1} << 40);
    const std::vector<std::uint8_t> flags{1, 2, 3};
    auto variable = group.add_variable<float>("height", {"day", "colour"}, {}, 0.0F);
    variable.write<float>(std::vector<float>(12));
    variable.set_attribute("flag_values", std::span<const std::uint8_t>(flags));
    group.add_text("note", "one text\nof two lines");
    group.add_text("label", "colour", std::vector<std::string>{"a", "b", "c", "d"})
        .set_attribute("long_name", "label");
    file.commit();
  }
  const auto file = LabelledFile::open(folder / "a.h5");
  CHECK(file.root().number_attribute("version") == 1);
  const auto group = file.group("table");
  CHECK(group.number_attribute("share") == 0.25);
  CHECK(group.number_attribute("big") == std::ldexp(1.0, 40));
  CHECK(group.text("colour").read() == colours());
  CHECK(group.text("colour").text_attribute("favourite") == "grün");
  CHECK(group.text("note").read() == std::vector<std::string>{"one text\nof two lines"});
  CHECK(group.text("label").text_attribute("long_name") == "label");
  CHECK(group.variable("day").read<std::int32_t>() == days());
  CHECK(group.variable("height").dimensions() == std::vector<std::string>{"day", "colour"});
  CHECK(group.variable("height").shape() == Shape{3, 4});
  CHECK(group.names() == std::vector<std::string>{"colour", "day", "height", "note", "label"});
}

TEST_CASE("every number type comes back - contiguous and compressed") {
  const Folder folder;
  auto file = LabelledFile::create(folder / "a.h5");
  auto group = add_table(file);
  const auto layout = GENERATE(Layout{}, Layout{{3, 2}, 0, false}, Layout{{3, 2}, 4, false},
                               Layout{{100, 1}, 4, true});
  round_trip<std::uint8_t>(group, "u8", layout, 240);
  round_trip<std::int16_t>(group, "i16", layout, -3);
  round_trip<std::int32_t>(group, "i32", layout, -(1 << 30));
  round_trip<std::int64_t>(group, "i64", layout, std::numeric_limits<std::int64_t>::min());
  round_trip<float>(group, "f32", layout, 0.5F);
  round_trip<double>(group, "f64", layout, 1e300);
}

TEST_CASE("blocks are written and read - the rest is fill") {
  const Folder folder;
  auto file = LabelledFile::create(folder / "a.h5");
  auto group = add_table(file);
  auto variable = group.add_variable<std::int16_t>("v", {"colour", "day"}, {{2, 2}, 1, true}, -9);
  const std::vector<std::int16_t> block{1, 2, 3, 4};
  variable.write<std::int16_t>({1, 1}, {2, 2}, block);
  CHECK(variable.read<std::int16_t>() ==
        std::vector<std::int16_t>{-9, -9, -9, -9, 1, 2, -9, 3, 4, -9, -9, -9});
  CHECK(variable.read<double>({1, 1}, {2, 1}) == std::vector<double>{1, 3});
}

TEST_CASE("wrong use of a variable is refused before HDF5 sees it") {
  const Folder folder;
  auto file = LabelledFile::create(folder / "a.h5");
  auto group = add_table(file);
  auto variable = group.add_variable<float>("v", {"colour", "day"}, {{2, 2}}, 0.0F);
  const std::vector<float> two(2);
  CHECK_THROWS_AS(variable.write<float>({0, 0}, {1, 3}, two), std::logic_error);
  CHECK_THROWS_AS(variable.write<float>({0, 2}, {1, 2}, two), std::logic_error);
  CHECK_THROWS_AS(variable.write<float>({0}, {2}, two), std::logic_error);
  CHECK_THROWS_AS(variable.read<std::int32_t>(), InputError);
  CHECK_THROWS_AS(variable.read<float>({0, 2}, {1, 2}), InputError);
  CHECK_THROWS_AS(variable.read<float>({0}, {1}), InputError);
  CHECK_THROWS_AS(group.variable("day").read_chunk({0}), InputError);
  CHECK_THROWS_AS(variable.read_chunk({0, 99}), InputError);
  CHECK_THROWS_AS(variable.write_chunk({1, 0}, {}), std::logic_error);
  CHECK_THROWS_AS(group.add_variable<float>("w", {"v"}, {}, 0.0F), std::logic_error);
  CHECK_THROWS_AS(group.add_variable<float>("w", {"day"}, {{}, 3}, 0.0F), std::logic_error);
  CHECK_THROWS_AS(group.add_variable<float>("w", {"day"}, {{0}}, 0.0F), std::logic_error);
}

TEST_CASE("ready chunks read as values - edges padded") {
  const Folder folder;
  auto file = LabelledFile::create(folder / "a.h5");
  auto group = add_table(file);
  const bool shuffle = GENERATE(false, true);
  auto variable =
      group.add_variable<std::int32_t>("v", {"colour", "day"}, {{3, 2}, 5, shuffle}, -1);
  REQUIRE(variable.chunk() == Shape{3, 2});
  const std::vector<std::int32_t> last_rows{10, 11, 0, 0, 0, 0};  // row 3 only, of columns 0 and 1
  const auto raw = as_bytes_of(last_rows);
  const auto packed = shuffle ? resettle::compress_chunk(resettle::shuffle_bytes(raw, 4), 5)
                              : resettle::compress_chunk(raw, 5);
  variable.write_chunk({3, 0}, packed);
  CHECK(variable.read<std::int32_t>() ==
        std::vector<std::int32_t>{-1, -1, -1, -1, -1, -1, -1, -1, -1, 10, 11, -1});
}

TEST_CASE("an empty dimension is allowed") {
  const Folder folder;
  auto file = LabelledFile::create(folder / "a.h5");
  auto group = add_table(file);
  group.add_coordinate("nobody", std::span<const std::int32_t>{});
  const auto variable =
      group.add_variable<float>("v", {"colour", "nobody"}, {{2, 10}, 1, true}, 0.0F);
  CHECK(variable.size() == 0);
  CHECK(variable.read<float>().empty());
}

TEST_CASE("the file has its name only after commit") {
  const Folder folder;
  {
    auto file = LabelledFile::create(folder / "a.h5");
    add_table(file);
    CHECK(folder.entries() == 1);
    CHECK_FALSE(fs::exists(folder / "a.h5"));
  }
  CHECK(folder.entries() == 0);
  auto file = LabelledFile::create(folder / "a.h5");
  const auto alive = add_table(file);
  file.commit();
  CHECK(folder.entries() == 1);
  CHECK(fs::exists(folder / "a.h5"));
  CHECK_THROWS_AS(file.commit(), std::logic_error);
}

TEST_CASE("a file that is given up leaves the old one untouched") {
  const Folder folder;
  std::ofstream(folder / "a.h5") << "old";
  { auto file = LabelledFile::create(folder / "a.h5"); }
  CHECK(bytes_of(folder / "a.h5") == "old");
  auto first = LabelledFile::create(folder / "a.h5");
  auto second = LabelledFile::create(folder / "a.h5");
  first.commit();
  second.commit();
  CHECK(folder.entries() == 1);
  CHECK_NOTHROW(LabelledFile::open(folder / "a.h5"));
}

TEST_CASE("the same content gives the same bytes") {
  const Folder folder;
  for (const char* name : {"a.h5", "b.h5"}) {
    auto file = LabelledFile::create(folder / name);
    file.root().set_attribute("title", "twice the same");
    auto group = add_table(file);
    for (int i = 0; i < 20; ++i) {
      auto variable = group.add_variable<float>(std::string(1, 'v') + std::to_string(i),
                                                {"colour", "day"}, {{2, 2}, 1, true}, NAN);
      variable.write<float>({0, 0}, {1, 2}, std::vector<float>{1.0F, 2.0F});
    }
    if (name[0] == 'a') ::sleep(1);  // times, if stored, would differ now
    file.commit();
  }
  CHECK(bytes_of(folder / "a.h5") == bytes_of(folder / "b.h5"));
}

TEST_CASE("what is not in the file is named with the nearest name") {
  const Folder folder;
  auto file = LabelledFile::create(folder / "a.h5");
  const auto group = add_table(file);
  CHECK_THAT(message_of([&] { static_cast<void>(file.group("tabel")); }),
             Contains("a.h5") && Contains("/tabel") && Contains("did you mean \"table\"?"));
  CHECK_THAT(message_of([&] { static_cast<void>(group.text("color")); }),
             Contains("/table/color") && Contains("did you mean \"colour\"?"));
  CHECK_THAT(message_of([&] { static_cast<void>(group.variable("colour")); }),
             Contains("does not hold numbers"));
  CHECK_THAT(message_of([&] { static_cast<void>(group.text("day").read()); }),
             Contains("cannot read text"));
  CHECK_THAT(message_of([&] { static_cast<void>(group.number_attribute("seed")); }),
             Contains("has no attribute \"seed\""));
}

TEST_CASE("files that cannot be opened say why and what to do") {
  const Folder folder;
  std::ofstream(folder / "text.h5") << std::string(4096, 'x');
  const auto open = [&](const char* name) {
    return message_of([&] { LabelledFile::open(folder / name); });
  };
  CHECK_THAT(open("none.h5"),
             Contains("none.h5") &&
                 Contains("(HDF5: unable to open file: No such file or directory)") &&
                 Contains("check the path"));
  CHECK_THAT(open("text.h5"), Contains("signature") && Contains("not an HDF5 file"));
  CHECK_THAT(message_of([&] { LabelledFile::open(folder.path()); }), Contains("this is a folder"));
  CHECK_THAT(message_of([&] { LabelledFile::create(folder / "no" / "a.h5"); }),
             Contains("check the path"));
}

TEST_CASE("a locked file is reported as such") {
  const Folder folder;
  { LabelledFile::create(folder / "a.h5").commit(); }
  const int other = ::open((folder / "a.h5").c_str(), O_RDONLY);
  REQUIRE(::flock(other, LOCK_EX | LOCK_NB) == 0);
  CHECK_THAT(message_of([&] { LabelledFile::open(folder / "a.h5"); }),
             Contains("locked by another program"));
  ::close(other);
}

TEST_CASE("no permission is reported as such") {
  if (::geteuid() == 0) return;  // root may do everything
  const Folder folder;
  { LabelledFile::create(folder / "a.h5").commit(); }
  ::chmod((folder / "a.h5").c_str(), 0);
  CHECK_THAT(message_of([&] { LabelledFile::open(folder / "a.h5"); }), Contains("no permission"));
  ::chmod(folder.path().c_str(), 0500);
  CHECK_THAT(message_of([&] { LabelledFile::create(folder / "b.h5"); }), Contains("no permission"));
  ::chmod(folder.path().c_str(), 0700);
}

namespace {

/// While it exists, no file of this process grows beyond a size: what a full disk looks like.
class SmallDisk {
 public:
  explicit SmallDisk(rlim_t bytes) : handler_(std::signal(SIGXFSZ, SIG_IGN)) {
    ::getrlimit(RLIMIT_FSIZE, &before_);
    const rlimit small{.rlim_cur = bytes, .rlim_max = before_.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &small);
  }
  SmallDisk(const SmallDisk&) = delete;
  SmallDisk& operator=(const SmallDisk&) = delete;
  ~SmallDisk() {
    ::setrlimit(RLIMIT_FSIZE, &before_);
    std::signal(SIGXFSZ, handler_);
  }

 private:
  rlimit before_{};
  void (*handler_)(int);
};

}  // namespace

TEST_CASE("a full disk is reported - nothing stays behind") {
  const Folder folder;
  {
    auto file = LabelledFile::create(folder / "a.h5");
    auto group = file.add_group("g");
    const std::vector<std::int32_t> places(100000);
    const SmallDisk disk(100000);
    const auto text = message_of([&] {
      group.add_coordinate("place", places);
      file.commit();
    });
    CHECK_THAT(text, Contains("a.h5") && Contains("the disk is full"));
  }
  CHECK(folder.entries() == 0);
}

TEST_CASE("what does not fit the disk is refused when it is written, not lost when it is closed") {
  const Folder folder;
  auto file = LabelledFile::create(folder / "a.h5");
  auto group = file.add_group("g");
  const std::vector<std::int32_t> months(300);  // less than HDF5 would keep in its buffer
  const SmallDisk disk(600);
  CHECK_THAT(message_of([&] { group.add_coordinate("month", months); }),
             Contains("the disk is full"));
}

TEST_CASE("a full disk is named even where HDF5 forgets the reason") {
  const Folder folder;
  const auto path = folder / "a.h5";
  // As H5DSiterate_scales leaves it when what it must write first does not fit the disk.
  const auto fail = [&] {
    H5Eclear2(H5E_DEFAULT);
    resettle::hdf5::fail({path.string(), "/x"}, "cannot read its dimensions");
  };
  {
    const auto file = LabelledFile::create(path);
    CHECK_THAT(message_of(fail), Contains("check that the file is intact"));  // there is room
    const SmallDisk disk(100000);
    CHECK_THAT(message_of(fail), Contains("/x") && Contains("the disk is full"));
  }
  const SmallDisk disk(100000);  // nothing is being written: a full disk does not matter
  CHECK_THAT(message_of(fail), Contains("check that the file is intact"));
}
