#include <hdf5_hl.h>

#include <catch2/catch.hpp>

#include <functional>
#include <string>
#include <vector>

#include "core/errors.h"
#include "io/hdf5_support.h"
#include "io/labelled_file.h"
#include "io/seal.h"
#include "support/study_files.h"

// A file with an intact seal is refused if it holds what this program never writes.

namespace {

namespace fs = std::filesystem;
using namespace resettle;
using namespace resettle::testing;
using Catch::Matchers::Contains;

void write_table(const fs::path& path) {
  auto file = LabelledFile::create(path);
  auto group = file.add_group("table");
  group.add_coordinate("colour", std::vector<std::string>{"red", "blue"});
  group.add_coordinate("day", std::vector<std::int32_t>{0, 31, 59});
  const std::vector<float> values(6, 0.5F);
  group.add_variable<float>("height", {"colour", "day"}, {{1, 3}, 1, true}, 0.0F)
      .write<float>(values);
  group.add_text("label", "colour", std::vector<std::string>{"Red", "Blue"});
  file.add_group("other").add_coordinate("day", std::vector<std::int32_t>{0, 31});
  file.commit();
}

/// The table, changed with HDF5 itself and sealed anew: what is said when it is opened.
std::string opened_with(const std::function<void(hid_t)>& change) {
  const TemporaryFolder folder("structure");
  const auto path = folder / "made_up.h5";
  write_table(path);
  const hid_t access = H5Pcreate(H5P_FILE_ACCESS);
  H5Pset_libver_bounds(access, H5F_LIBVER_V18, H5F_LIBVER_V110);
  const hid_t file = H5Fopen(path.c_str(), H5F_ACC_RDWR, access);
  REQUIRE(file >= 0);
  change(file);
  REQUIRE(H5Fclose(file) >= 0);
  H5Pclose(access);
  write_seal(path);
  REQUIRE(check_seal(path) == Seal::intact);
  try {
    LabelledFile::open(path);
  } catch (const InputError& error) {
    CHECK_THAT(error.what(), Contains("made_up.h5"));
    return error.what();
  }
  return "opened";
}

/// A variable that is made with these properties and closed again.
void add(hid_t file, const char* name, std::vector<hsize_t> shape, hid_t type, hid_t made,
         const hsize_t* most = nullptr) {
  const hid_t space = H5Screate_simple(static_cast<int>(shape.size()), shape.data(), most);
  const hid_t variable = H5Dcreate2(file, name, type, space, H5P_DEFAULT, made, H5P_DEFAULT);
  REQUIRE(variable >= 0);
  H5Dclose(variable);
  H5Sclose(space);
}

hid_t properties() { return H5Pcreate(H5P_DATASET_CREATE); }

TEST_CASE("what the program writes is opened, changed or not") {
  CHECK(opened_with([](hid_t) {}) == "opened");
  CHECK(opened_with([](hid_t file) {
          const hid_t group = H5Gcreate2(file, "more", H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT);
          H5Gclose(group);
        }) == "opened");
}

TEST_CASE("values that lie outside of the file are refused before they are read") {
  CHECK_THAT(opened_with([](hid_t file) {
               const hid_t made = properties();
               H5Pset_external(made, "/etc/passwd", 0, 64);
               add(file, "/table/far", {64}, H5T_STD_U8LE, made);
             }),
             Contains("/table/far") && Contains("its values lie in another file"));
  CHECK_THAT(opened_with([](hid_t file) {
               const hid_t made = properties();
               const hsize_t length = 3;
               const hid_t space = H5Screate_simple(1, &length, nullptr);
               H5Pset_virtual(made, space, "elsewhere.h5", "/x", space);
               add(file, "/table/far", {3}, H5T_IEEE_F32LE, made);
               H5Sclose(space);
             }),
             Contains("put together from other files"));
  CHECK_THAT(opened_with([](hid_t file) {
               H5Lcreate_external("elsewhere.h5", "/x", file, "/table/far", H5P_DEFAULT,
                                  H5P_DEFAULT);
             }),
             Contains("a link into another file"));
  CHECK_THAT(opened_with([](hid_t file) {
               H5Lcreate_external("elsewhere.h5", "/", file, "/far", H5P_DEFAULT, H5P_DEFAULT);
             }),
             Contains("/far") && Contains("a link into another file"));
}

TEST_CASE("other links, groups and kinds of objects are refused") {
  CHECK_THAT(opened_with([](hid_t file) {
               H5Lcreate_soft("/table/height", file, "/table/again", H5P_DEFAULT, H5P_DEFAULT);
             }),
             Contains("a link to another object"));
  for (const char* name : {"/table/again", "/other/again"}) {
    CHECK_THAT(opened_with([&](hid_t file) {
                 H5Lcreate_hard(file, "/table/height", file, name, H5P_DEFAULT, H5P_DEFAULT);
               }),
               Contains("second name"));
  }
  CHECK_THAT(opened_with([](hid_t file) {
               H5Lcreate_hard(file, "/", file, "/table/all", H5P_DEFAULT, H5P_DEFAULT);
             }),
             Contains("a group inside a group"));
  CHECK_THAT(opened_with([](hid_t file) {
               H5Lcreate_hard(file, "/table", file, "/again", H5P_DEFAULT, H5P_DEFAULT);
             }),
             Contains("second name"));
  CHECK_THAT(opened_with([](hid_t file) {
               H5Gclose(H5Gcreate2(file, "/table/in", H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT));
             }),
             Contains("a group inside a group"));
  CHECK_THAT(opened_with([](hid_t file) {
               const hid_t type = H5Tcopy(H5T_IEEE_F32LE);
               H5Tcommit2(file, "/table/type", type, H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT);
               H5Tclose(type);
             }),
             Contains("a type without values"));
  CHECK_THAT(
      opened_with([](hid_t file) { add(file, "/alone", {3}, H5T_IEEE_F32LE, properties()); }),
      Contains("outside of a group"));
  CHECK_THAT(opened_with([](hid_t file) {
               for (int i = 0; i < 80; ++i) {
                 const std::string name = "/many" + std::to_string(i);
                 H5Gclose(H5Gcreate2(file, name.c_str(), H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT));
               }
             }),
             Contains("it holds 82 objects"));
}

TEST_CASE("other ways to store values are refused") {
  const auto stored = [](const std::function<void(hid_t)>& set, hid_t type = H5T_IEEE_F32LE) {
    return opened_with([&](hid_t file) {
      const hid_t made = properties();
      set(made);
      add(file, "/table/extra", {3}, type, made);
    });
  };
  const hsize_t three = 3;
  CHECK_THAT(stored([](hid_t made) { H5Pset_layout(made, H5D_COMPACT); }),
             Contains("stored in an unknown way"));
  CHECK_THAT(stored([&](hid_t made) {
               H5Pset_chunk(made, 1, &three);
               H5Pset_fletcher32(made);
             }),
             Contains("packed in an unknown way"));
  CHECK_THAT(stored([&](hid_t made) {
               H5Pset_chunk(made, 1, &three);
               H5Pset_filter(made, 32015, H5Z_FLAG_OPTIONAL, 0, nullptr);
             }),
             Contains("packed in an unknown way"));
  CHECK_THAT(stored([&](hid_t made) {
               H5Pset_chunk(made, 1, &three);
               H5Pset_deflate(made, 1);
               H5Pset_deflate(made, 1);
             }),
             Contains("packed in an unknown way"));
  CHECK_THAT(stored([](hid_t) {}, H5T_STD_REF_OBJ), Contains("neither numbers nor text"));
  CHECK_THAT(stored([](hid_t) {}, H5T_IEEE_F32BE), Contains("neither numbers nor text"));
  CHECK_THAT(stored([](hid_t) {}, H5T_C_S1), Contains("neither numbers nor text"));
  CHECK_THAT(opened_with([&](hid_t file) {
               const hid_t made = properties();
               H5Pset_chunk(made, 1, &three);
               const hsize_t most = H5S_UNLIMITED;
               add(file, "/table/extra", {3}, H5T_IEEE_F32LE, made, &most);
             }),
             Contains("may grow"));
}

TEST_CASE("a file cannot declare more than it can hold") {
  CHECK_THAT(opened_with([](hid_t file) {
               add(file, "/table/replicate", {800'000'000}, H5T_STD_I32LE, properties());
             }),
             Contains("declares more values than it can hold"));
  CHECK_THAT(opened_with([](hid_t file) {  // never written: HDF5 would make them up
               add(file, "/table/replicate", {1000}, H5T_STD_I32LE, properties());
             }),
             Contains("not all values it declares are in the file"));
  CHECK_THAT(opened_with([](hid_t file) {
               const hid_t made = properties();
               const std::vector<hsize_t> chunk{1, 1, 1000};
               H5Pset_chunk(made, 3, chunk.data());
               add(file, "/table/extra", {1'000'000, 1'000'000, 1000}, H5T_STD_U8LE, made);
             }),
             Contains("declares more values than it can hold"));
  CHECK_THAT(opened_with([](hid_t file) {  // each is small enough, all together are not
               for (int i = 0; i < 100; ++i) {
                 const hid_t made = properties();
                 const hsize_t chunk = 1;
                 H5Pset_chunk(made, 1, &chunk);
                 const std::string name = "/table/day" + std::to_string(i);
                 add(file, name.c_str(), {4'000'000}, H5T_STD_U8LE, made);
                 const hid_t axis = H5Dopen2(file, name.c_str(), H5P_DEFAULT);
                 H5DSset_scale(axis, name.c_str());
                 H5Dclose(axis);
               }
             }),
             Contains("bytes of results"));
}

TEST_CASE("variables lie on axes of their own group, of their own length") {
  const auto on = [](const char* axis_name, hsize_t length) {
    return opened_with([=](hid_t file) {
      const hid_t made = properties();
      H5Pset_alloc_time(made, H5D_ALLOC_TIME_EARLY);
      add(file, "/table/extra", {length}, H5T_IEEE_F32LE, made);
      if (axis_name == nullptr) return;
      const hid_t axis = H5Dopen2(file, axis_name, H5P_DEFAULT);
      const hid_t extra = H5Dopen2(file, "/table/extra", H5P_DEFAULT);
      H5DSattach_scale(extra, axis, 0);
      H5Dclose(extra);
      H5Dclose(axis);
    });
  };
  CHECK(on("/table/day", 3) == "opened");
  CHECK_THAT(on(nullptr, 3), Contains("its dimensions have no axes"));
  CHECK_THAT(on("/other/day", 2), Contains("not those of its group"));
  CHECK_THAT(on("/table/day", 4), Contains("not those of its group"));
}

TEST_CASE("attributes of other types or sizes are refused") {
  const auto with = [](hid_t type, const std::vector<hsize_t>& shape) {
    return opened_with([=](hid_t file) {
      const hid_t group = H5Gopen2(file, "/table", H5P_DEFAULT);
      const hid_t space = H5Screate_simple(static_cast<int>(shape.size()), shape.data(), nullptr);
      H5Aclose(H5Acreate2(group, "extra", type, space, H5P_DEFAULT, H5P_DEFAULT));
      H5Sclose(space);
      H5Gclose(group);
    });
  };
  CHECK(with(H5T_STD_U8LE, {5}) == "opened");
  CHECK_THAT(with(H5T_STD_REF_OBJ, {1}), Contains("attribute extra is of an unusual type"));
  CHECK_THAT(with(H5T_STD_U8LE, {2, 2}), Contains("attribute extra"));
  CHECK_THAT(with(H5T_STD_U8LE, {6000}), Contains("attribute extra"));
  CHECK_THAT(with(H5T_C_S1, {1}), Contains("attribute extra"));
}

}  // namespace
