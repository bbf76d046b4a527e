#include "io/labelled_structure.h"

#include <hdf5_hl.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <fstream>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "io/hdf5_support.h"

namespace resettle {

namespace {

using hdf5::check;
using hdf5::own;

constexpr hsize_t kMostGroups = 64;
constexpr hsize_t kMostInGroup = 4096;
constexpr hsize_t kMostAttributes = 64;
constexpr hsize_t kMostInList = 4096;  ///< values of an attribute
constexpr int kMostDimensions = 8;
constexpr std::size_t kLongestName = 256;
constexpr std::uint64_t kTextReference = 16;  ///< bytes of a text in its variable: where it is

[[noreturn]] void refuse(const ObjectName& where, std::string message) {
  hdf5::refuse(where, std::move(message) + ", which no study file has",
               "copy the file again from where it came, or run the study again");
}

struct Link {
  std::string name;
  H5L_type_t type;
};

herr_t collect_link(hid_t, const char* name, const H5L_info_t* info, void* data) {
  static_cast<std::vector<Link>*>(data)->push_back({name, info->type});
  return 0;
}

herr_t collect_name(hid_t, const char* name, const H5A_info_t*, void* data) {
  static_cast<std::vector<std::string>*>(data)->emplace_back(name);
  return 0;
}

/// Numbers as `ElementType` has them.
bool is_number(hid_t type) {
  using enum ElementType;
  constexpr std::array kTypes{uint8, int16, int32, int64, float32, float64};
  return std::any_of(kTypes.begin(), kTypes.end(),
                     [&](ElementType one) { return H5Tequal(type, hdf5::native(one)) > 0; });
}

bool is_text(hid_t type) {
  return H5Tget_class(type) == H5T_STRING && H5Tis_variable_str(type) > 0 &&
         H5Tget_cset(type) == H5T_CSET_UTF8;
}

/// An axis of the tables of a group.
struct Scale {
  std::string name;
  hsize_t length;
};

class Structure {
 public:
  Structure(hid_t file, const std::filesystem::path& path)
      : file_(file), path_(path), bytes_(std::filesystem::file_size(path)) {}

  void check_all() {
    const ObjectName where = named("/");
    const auto root =
        own(H5Gopen2(file_, "/", H5P_DEFAULT), hdf5::close_group, where, "cannot open the group");
    check_attributes(root.id(), where, 0);
    check_once(root.id(), ".", H5O_TYPE_GROUP, where);
    for (const auto& name : links_of(root.id(), where, kMostGroups)) {
      const ObjectName group = named("/" + name);
      check_once(root.id(), name, H5O_TYPE_GROUP, group);
      check_group(root.id(), name, group);
    }
    if (declared_ / kMostUnpacked > bytes_) {
      refuse(where,
             fmt::format("the file of {} bytes declares {} bytes of results", bytes_, declared_));
    }
  }

 private:
  [[nodiscard]] ObjectName named(std::string object) const {
    return {path_.string(), std::move(object)};
  }

  /// The names in a group, whose links all lead to objects of this file.
  [[nodiscard]] std::vector<std::string> links_of(hid_t group, const ObjectName& where,
                                                  hsize_t most) const {
    H5G_info_t info{};
    check(H5Gget_info(group, &info), where, "cannot look at the group");
    if (info.nlinks > most) refuse(where, fmt::format("it holds {} objects", info.nlinks));
    std::vector<Link> links;
    hsize_t position = 0;
    check(H5Literate(group, H5_INDEX_NAME, H5_ITER_INC, &position, collect_link, &links), where,
          "cannot list the group");
    std::vector<std::string> names;
    for (const auto& link : links) {
      if (link.name.empty() || link.name == "." || link.name.find('/') != std::string::npos ||
          link.name.size() > kLongestName) {
        refuse(where, "it holds an object without a usable name");
      }
      if (link.type != H5L_TYPE_HARD) {
        refuse({where.file, (where.path == "/" ? "" : where.path) + "/" + link.name},
               link.type == H5L_TYPE_SOFT       ? "this is a link to another object"
               : link.type == H5L_TYPE_EXTERNAL ? "this is a link into another file"
                                                : "this is a link of an unknown kind");
      }
      names.push_back(link.name);
    }
    return names;
  }

  /// The object is of the kind expected and has no other name.
  void check_once(hid_t group, const std::string& name, H5O_type_t type, const ObjectName& where) {
    H5O_info_t info{};
    check(H5Oget_info_by_name2(group, name.c_str(), &info, H5O_INFO_BASIC, H5P_DEFAULT), where,
          "cannot look at it");
    if (info.type != type) {
      refuse(where, info.type == H5O_TYPE_GROUP ? "this is a group inside a group"
                    : info.type == H5O_TYPE_NAMED_DATATYPE
                        ? "this is a type without values"
                        : "this is a variable outside of a group");
    }
    if (!objects_.insert(info.addr).second || (name != "." && info.rc != 1)) {
      refuse(where, "this object has a second name");
    }
    addresses_[where.path] = info.addr;
  }

  void check_group(hid_t root, const std::string& name, const ObjectName& where) {
    const auto group =
        own(H5Gopen2(root, name.c_str(), H5P_DEFAULT), hdf5::close_group, where, "cannot open it");
    check_attributes(group.id(), where, 0);
    const auto names = links_of(group.id(), where, kMostInGroup);
    const auto child = [&](const std::string& one) { return named(where.path + "/" + one); };
    for (const auto& one : names) check_once(group.id(), one, H5O_TYPE_DATASET, child(one));
    std::vector<std::pair<Handle, ObjectName>> variables;
    std::map<haddr_t, Scale> scales;
    for (const auto& one : names) {
      const ObjectName object = child(one);
      auto dataset = own(H5Dopen2(group.id(), one.c_str(), H5P_DEFAULT), hdf5::close_dataset,
                         object, "cannot open it");
      const auto shape = check_dataset(dataset.id(), object);
      check_attributes(dataset.id(), object, shape.size());
      if (check(H5DSis_scale(dataset.id()), object, "cannot look at it") > 0) {
        if (shape.size() != 1) refuse(object, "this axis has other than one dimension");
        scales[addresses_.at(object.path)] = {one, shape[0]};
      } else if (!shape.empty()) {
        shapes_[object.path] = shape;
        variables.emplace_back(std::move(dataset), object);
      }
    }
    for (const auto& [dataset, object] : variables) check_axes(dataset.id(), object, scales);
  }

  /// Where the values of a variable lie and how they are packed; its shape.
  std::vector<hsize_t> check_dataset(hid_t dataset, const ObjectName& where) {
    const auto made = own(H5Dget_create_plist(dataset), hdf5::close_properties, where,
                          "cannot see how it is stored");
    const auto layout = H5Pget_layout(made.id());
    if (layout == H5D_VIRTUAL) refuse(where, "its values are put together from other files");
    if (H5Pget_external_count(made.id()) != 0) refuse(where, "its values lie in another file");
    if (layout != H5D_CONTIGUOUS && layout != H5D_CHUNKED) {
      refuse(where, "its values are stored in an unknown way");
    }
    check_filters(made.id(), where);
    const auto type =
        own(H5Dget_type(dataset), hdf5::close_type, where, "cannot see what it holds");
    if (H5Tcommitted(type.id()) != 0 || (!is_number(type.id()) && !is_text(type.id()))) {
      refuse(where, "it holds neither numbers nor text of a usual type");
    }
    const auto shape = shape_of(dataset, where);
    const std::uint64_t size = is_text(type.id()) ? kTextReference : H5Tget_size(type.id());
    const std::uint64_t bytes = bytes_of(shape, size, where);
    declared_ += bytes;
    if (layout == H5D_CONTIGUOUS) {
      check_stored(dataset, bytes, where);
      if (is_text(type.id())) check_texts(dataset, bytes, where);
    } else {
      if (is_text(type.id())) refuse(where, "its texts are stored in an unknown way");
      check_chunks(made.id(), shape, where);
    }
    return shape;
  }

  void check_filters(hid_t made, const ObjectName& where) const {
    const int count = check(H5Pget_nfilters(made), where, "cannot see how it is packed");
    int last = 0;  // shuffled, then deflated, each at most once
    for (int i = 0; i < count; ++i) {
      unsigned flags = 0;
      std::size_t values = 0;
      unsigned config = 0;
      const int filter = check(H5Pget_filter2(made, static_cast<unsigned>(i), &flags, &values,
                                              nullptr, 0, nullptr, &config),
                               where, "cannot see how it is packed");
      const int place = filter == H5Z_FILTER_SHUFFLE ? 1 : filter == H5Z_FILTER_DEFLATE ? 2 : 0;
      if (place <= last) refuse(where, "its values are packed in an unknown way");
      last = place;
    }
  }

  [[nodiscard]] std::vector<hsize_t> shape_of(hid_t dataset, const ObjectName& where) const {
    const auto space =
        own(H5Dget_space(dataset), hdf5::close_space, where, "cannot read its dimensions");
    if (H5Sget_simple_extent_type(space.id()) == H5S_SCALAR) return {};
    const int rank = check(H5Sget_simple_extent_ndims(space.id()), where, "cannot read its shape");
    if (H5Sget_simple_extent_type(space.id()) != H5S_SIMPLE || rank > kMostDimensions) {
      refuse(where, "it has no shape or too many dimensions");
    }
    std::vector<hsize_t> shape(static_cast<std::size_t>(rank));
    auto most = shape;
    check(H5Sget_simple_extent_dims(space.id(), shape.data(), most.data()), where,
          "cannot read its shape");
    if (shape != most) refuse(where, "its dimensions may grow");
    return shape;
  }

  [[nodiscard]] std::uint64_t bytes_of(const std::vector<hsize_t>& shape, std::uint64_t size,
                                       const ObjectName& where) const {
    if (std::find(shape.begin(), shape.end(), 0) != shape.end()) return 0;
    const std::uint64_t most = bytes_ * kMostUnpacked;
    std::uint64_t bytes = size;
    for (const auto length : shape) {
      if (length > most / bytes) {
        refuse(where,
               fmt::format("the file of {} bytes declares more values than it can hold", bytes_));
      }
      bytes *= length;
    }
    return bytes;
  }

  /// All values are there, inside the file.
  void check_stored(hid_t dataset, std::uint64_t bytes, const ObjectName& where) const {
    if (bytes == 0) return;
    const haddr_t offset = H5Dget_offset(dataset);
    if (offset == HADDR_UNDEF || H5Dget_storage_size(dataset) != bytes || bytes > bytes_ ||
        offset > bytes_ - bytes) {
      refuse(where, "not all values it declares are in the file");
    }
  }

  /// The texts together are not longer than the file that holds each of them.
  void check_texts(hid_t dataset, std::uint64_t bytes, const ObjectName& where) const {
    if (bytes == 0) return;
    std::ifstream stream(path_, std::ios::binary);
    stream.seekg(static_cast<std::streamoff>(H5Dget_offset(dataset)));
    std::string references(bytes, '\0');
    stream.read(references.data(), static_cast<std::streamsize>(bytes));
    if (!stream) hdf5::fail(where, "cannot read it");
    std::uint64_t length = 0;
    for (std::size_t at = 0; at < references.size(); at += kTextReference) {
      std::uint32_t one = 0;
      std::memcpy(&one, references.data() + at, sizeof(one));
      length += one;
    }
    if (length > bytes_) refuse(where, "its texts are longer than the file");
  }

  void check_chunks(hid_t made, const std::vector<hsize_t>& shape, const ObjectName& where) const {
    std::vector<hsize_t> chunk(shape.size());
    if (H5Pget_chunk(made, static_cast<int>(chunk.size()), chunk.data()) !=
        static_cast<int>(shape.size())) {
      refuse(where, "its chunks have other dimensions than itself");
    }
    for (std::size_t d = 0; d < shape.size(); ++d) {
      if (chunk[d] > shape[d]) refuse(where, "its chunks are larger than itself");
    }
  }

  /// `rank`: of a variable, 0 of other objects.
  void check_attributes(hid_t object, const ObjectName& where, std::size_t rank) const {
    H5O_info_t info{};
    check(H5Oget_info2(object, &info, H5O_INFO_NUM_ATTRS), where, "cannot look at its attributes");
    if (info.num_attrs > kMostAttributes) {
      refuse(where, fmt::format("it has {} attributes", info.num_attrs));
    }
    std::vector<std::string> names;
    hsize_t position = 0;
    check(H5Aiterate2(object, H5_INDEX_NAME, H5_ITER_INC, &position, collect_name, &names), where,
          "cannot list its attributes");
    for (const auto& name : names) {
      const auto attribute = own(H5Aopen(object, name.c_str(), H5P_DEFAULT), hdf5::close_attribute,
                                 where, "cannot open attribute " + name);
      if (!is_usual(attribute.id(), name, where, rank)) {
        refuse(where, fmt::format("its attribute {} is of an unusual type or size", name));
      }
    }
  }

  [[nodiscard]] bool is_usual(hid_t attribute, const std::string& name, const ObjectName& where,
                              std::size_t rank) const {
    const auto type = own(H5Aget_type(attribute), hdf5::close_type, where, "cannot see its type");
    const auto space =
        own(H5Aget_space(attribute), hdf5::close_space, where, "cannot see its size");
    const int dimensions = H5Sget_simple_extent_ndims(space.id());
    const auto count = H5Sget_simple_extent_npoints(space.id());
    if (H5Tcommitted(type.id()) != 0 || dimensions < 0 || dimensions > 1 || count < 1 ||
        static_cast<hsize_t>(count) > kMostInList) {
      return false;
    }
    const bool one = dimensions == 0;
    const auto kind = H5Tget_class(type.id());
    if (name == "CLASS" || name == "NAME") {  // of an axis
      return one && kind == H5T_STRING && H5Tis_variable_str(type.id()) == 0 &&
             H5Tget_size(type.id()) <= kLongestName;
    }
    if (name == "DIMENSION_LIST") {  // the axes of a variable
      if (kind != H5T_VLEN || static_cast<std::size_t>(count) != rank) return false;
      const auto base =
          own(H5Tget_super(type.id()), hdf5::close_type, where, "cannot see its type");
      return H5Tequal(base.id(), H5T_STD_REF_OBJ) > 0;
    }
    if (name == "REFERENCE_LIST") return kind == H5T_COMPOUND;  // the variables along an axis
    return is_number(type.id()) || (one && is_text(type.id()));
  }

  /// Every dimension of a variable is an axis of its own group.
  void check_axes(hid_t dataset, const ObjectName& where,
                  const std::map<haddr_t, Scale>& scales) const {
    const auto& shape = shapes_.at(where.path);
    if (check(H5Aexists(dataset, "DIMENSION_LIST"), where, "cannot look at its axes") == 0) {
      refuse(where, "its dimensions have no axes");
    }
    const auto attribute = own(H5Aopen(dataset, "DIMENSION_LIST", H5P_DEFAULT),
                               hdf5::close_attribute, where, "cannot read its axes");
    const auto type =
        own(H5Aget_type(attribute.id()), hdf5::close_type, where, "cannot read its axes");
    const auto space =
        own(H5Aget_space(attribute.id()), hdf5::close_space, where, "cannot read its axes");
    std::vector<hvl_t> axes(shape.size());
    check(H5Aread(attribute.id(), type.id(), axes.data()), where, "cannot read its axes");
    bool right = true;
    for (std::size_t d = 0; d < shape.size(); ++d) {
      hobj_ref_t axis = 0;
      right = right && axes[d].len == 1;
      if (right) std::memcpy(&axis, axes[d].p, sizeof(axis));
      const auto found = scales.find(axis);
      right = right && found != scales.end() && found->second.length == shape[d];
    }
    check(H5Dvlen_reclaim(type.id(), space.id(), H5P_DEFAULT, axes.data()), where,
          "cannot read its axes");
    if (!right) refuse(where, "its dimensions are not those of its group");
  }

  hid_t file_;
  const std::filesystem::path& path_;
  std::uint64_t bytes_;
  std::uint64_t declared_ = 0;  ///< bytes of all values, unpacked
  std::set<haddr_t> objects_;
  std::map<std::string, haddr_t> addresses_;
  std::map<std::string, std::vector<hsize_t>> shapes_;
};

}  // namespace

void check_structure(std::int64_t file, const std::filesystem::path& path) {
  Structure(file, path).check_all();
}

}  // namespace resettle
