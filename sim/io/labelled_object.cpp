#include <hdf5_hl.h>

#include <utility>

#include <fmt/format.h>

#include "core/errors.h"
#include "io/hdf5_support.h"
#include "io/labelled_file.h"

// Attributes, texts and variables of labelled files.

namespace resettle {

using hdf5::check;
using hdf5::own;

namespace {

std::vector<hsize_t> sizes(const Shape& shape) { return {shape.begin(), shape.end()}; }

/// By the name that the scale itself keeps: HDF5 would search the whole group for its path.
herr_t first_scale_name(hid_t, unsigned, hid_t scale, void* data) {
  const auto length = H5DSget_scale_name(scale, nullptr, 0);
  if (length < 0) return -1;
  std::string name(static_cast<std::size_t>(length) + 1, '\0');
  if (H5DSget_scale_name(scale, name.data(), name.size()) < 0) return -1;
  name.pop_back();
  *static_cast<std::string*>(data) = std::move(name);
  return 1;  // one is enough
}

/// What HDF5 keeps about dimensions is no attribute of ours.
herr_t collect_attribute(hid_t, const char* name, const H5A_info_t*, void* data) {
  const std::string_view attribute(name);
  const bool internal = attribute == "DIMENSION_LIST" || attribute == "REFERENCE_LIST" ||
                        attribute == "CLASS" || attribute == "NAME";
  if (!internal) static_cast<std::vector<std::string>*>(data)->emplace_back(attribute);
  return 0;
}

[[noreturn]] void refuse_unexpected(const ObjectName& where, std::string message) {
  hdf5::refuse(where, std::move(message), "check that the file was written by this version");
}

ElementType type_in(hid_t dataset, const ObjectName& where) {
  const auto type =
      own(H5Dget_type(dataset), hdf5::close_type, where, "cannot read its number type");
  using enum ElementType;
  for (const auto candidate : {uint8, int16, int32, int64, float32, float64}) {
    if (H5Tequal(type.id(), hdf5::native(candidate)) > 0) return candidate;
  }
  hdf5::refuse(where, "does not hold numbers of a known type",
               "text is read as text; other types are not used here");
}

}  // namespace

// --- attributes ---

std::int64_t LabelledObject::id() const {
  hdf5::silence_errors();
  return handle_.id();
}

void LabelledObject::set_attribute(const std::string& attribute, std::string_view text) {
  const auto object = id();
  const auto type = hdf5::text_type(name_);
  const auto space =
      own(H5Screate(H5S_SCALAR), hdf5::close_space, name_, "cannot write attribute " + attribute);
  const auto made =
      own(H5Acreate2(object, attribute.c_str(), type.id(), space.id(), H5P_DEFAULT, H5P_DEFAULT),
          hdf5::close_attribute, name_, "cannot write attribute " + attribute);
  const std::string terminated(text);
  const char* value = terminated.c_str();
  check(H5Awrite(made.id(), type.id(), &value), name_, "cannot write attribute " + attribute);
}

void LabelledObject::write_attribute(const std::string& attribute, ElementType type,
                                     const void* values, const std::size_t* size) {
  require(size == nullptr || *size > 0, "an attribute list must not be empty");
  const auto object = id();
  const std::string action = "cannot write attribute " + attribute;
  const hsize_t length = size == nullptr ? 1 : *size;
  const auto space =
      own(size == nullptr ? H5Screate(H5S_SCALAR) : H5Screate_simple(1, &length, nullptr),
          hdf5::close_space, name_, action);
  const auto number = hdf5::native(type);
  const auto made =
      own(H5Acreate2(object, attribute.c_str(), number, space.id(), H5P_DEFAULT, H5P_DEFAULT),
          hdf5::close_attribute, name_, action);
  check(H5Awrite(made.id(), number, values), name_, action);
}

bool LabelledObject::has_attribute(const std::string& attribute) const {
  return check(H5Aexists(id(), attribute.c_str()), name_, "cannot look for attributes") > 0;
}

Handle LabelledObject::open_attribute(const std::string& attribute) const {
  if (!has_attribute(attribute)) {
    hdf5::refuse(name_, "has no attribute \"" + attribute + "\"",
                 "check that the file was written by this program");
  }
  return own(H5Aopen(id(), attribute.c_str(), H5P_DEFAULT), hdf5::close_attribute, name_,
             "cannot open attribute " + attribute);
}

std::string LabelledObject::text_attribute(const std::string& attribute) const {
  const auto made = open_attribute(attribute);
  const auto type = hdf5::text_type(name_);
  const std::string action = "cannot read attribute " + attribute + " as text";
  const auto space = own(H5Aget_space(made.id()), hdf5::close_space, name_, action);
  if (H5Sget_simple_extent_npoints(space.id()) != 1) hdf5::fail(name_, action);
  char* value = nullptr;
  check(H5Aread(made.id(), type.id(), &value), name_, action);
  std::string text = value == nullptr ? "" : value;
  check(H5Dvlen_reclaim(type.id(), space.id(), H5P_DEFAULT, &value), name_, action);
  return text;
}

double LabelledObject::number_attribute(const std::string& attribute) const {
  const auto made = open_attribute(attribute);
  const std::string action = "cannot read attribute " + attribute + " as one number";
  const auto space = own(H5Aget_space(made.id()), hdf5::close_space, name_, action);
  if (H5Sget_simple_extent_npoints(space.id()) != 1) hdf5::fail(name_, action);
  double value = 0;
  check(H5Aread(made.id(), H5T_NATIVE_DOUBLE, &value), name_, action);
  return value;
}

std::vector<std::string> LabelledObject::attributes() const {
  std::vector<std::string> names;
  hsize_t position = 0;
  check(H5Aiterate2(id(), H5_INDEX_NAME, H5_ITER_INC, &position, collect_attribute, &names), name_,
        "cannot list the attributes");
  return names;
}

std::string LabelledObject::printed_attribute(const std::string& attribute) const {
  const auto made = open_attribute(attribute);
  const std::string action = "cannot read attribute " + attribute;
  const auto type = own(H5Aget_type(made.id()), hdf5::close_type, name_, action);
  if (H5Tget_class(type.id()) == H5T_STRING) return text_attribute(attribute);
  const auto space = own(H5Aget_space(made.id()), hdf5::close_space, name_, action);
  const auto count = check(H5Sget_simple_extent_npoints(space.id()), name_, action);
  std::vector<double> values(static_cast<std::size_t>(count));
  check(H5Aread(made.id(), H5T_NATIVE_DOUBLE, values.data()), name_, action);
  std::string text;
  for (const double value : values) text += fmt::format("{} ", value);
  return text;
}

// --- texts ---

void TextVariable::write(std::span<const std::string> texts) {
  if (texts.empty()) return;
  const auto dataset = id();
  const auto type = hdf5::text_type(name());
  std::vector<const char*> pointers;
  for (const auto& text : texts) pointers.push_back(text.c_str());
  check(H5Dwrite(dataset, type.id(), H5S_ALL, H5S_ALL, H5P_DEFAULT, pointers.data()), name(),
        "cannot write text");
}

std::vector<std::string> TextVariable::read() const {
  const auto dataset = id();
  const auto type = hdf5::text_type(name());
  const auto space = own(H5Dget_space(dataset), hdf5::close_space, name(), "cannot read text");
  const auto size = check(H5Sget_simple_extent_npoints(space.id()), name(), "cannot read text");
  std::vector<char*> pointers(static_cast<std::size_t>(size), nullptr);
  if (pointers.empty()) return {};
  check(H5Dread(dataset, type.id(), H5S_ALL, H5S_ALL, H5P_DEFAULT, pointers.data()), name(),
        "cannot read text");
  std::vector<std::string> texts;
  texts.reserve(pointers.size());
  for (const char* pointer : pointers) texts.emplace_back(pointer == nullptr ? "" : pointer);
  check(H5Dvlen_reclaim(type.id(), space.id(), H5P_DEFAULT, pointers.data()), name(),
        "cannot read text");
  return texts;
}

// --- variables ---

Variable::Variable(Handle handle, ObjectName name)
    : LabelledObject(std::move(handle), std::move(name)) {
  type_ = type_in(id(), this->name());
  const auto opened = own(H5Dget_space(id()), hdf5::close_space, this->name(), "cannot read it");
  const int rank = check(H5Sget_simple_extent_ndims(opened.id()), this->name(), "cannot read it");
  std::vector<hsize_t> extent(static_cast<std::size_t>(rank));
  H5Sget_simple_extent_dims(opened.id(), extent.data(), nullptr);
  shape_.assign(extent.begin(), extent.end());
  const auto made =
      own(H5Dget_create_plist(id()), hdf5::close_properties, this->name(), "cannot read it");
  if (H5Pget_layout(made.id()) == H5D_CHUNKED) {
    check(H5Pget_chunk(made.id(), rank, extent.data()), this->name(), "cannot read its chunks");
    chunk_.assign(extent.begin(), extent.end());
  }
}

std::size_t Variable::product(const Shape& shape) {
  std::size_t size = 1;
  for (const auto extent : shape) size *= extent;
  return size;
}

std::size_t Variable::size() const { return product(shape_); }

std::vector<std::string> Variable::dimensions() const {
  std::vector<std::string> names(shape_.size());
  const auto dataset = id();
  for (unsigned i = 0; i < names.size(); ++i) {
    if (H5DSget_num_scales(dataset, i) < 1) continue;
    check(H5DSiterate_scales(dataset, i, nullptr, first_scale_name, &names[i]), name(),
          "cannot read its dimensions");
  }
  return names;
}

bool Variable::holds(const Shape& offset, const Shape& count) const {
  if (offset.size() != shape_.size() || count.size() != shape_.size()) return false;
  for (std::size_t i = 0; i < shape_.size(); ++i) {
    if (count[i] > shape_[i] || offset[i] > shape_[i] - count[i]) return false;
  }
  return true;
}

void Variable::check_holds(const Shape& offset, const Shape& count) const {
  if (holds(offset, count)) return;
  refuse_unexpected(name(), "its dimensions are not those expected");
}

Handle Variable::select(const Shape& offset, const Shape& count, std::size_t size) const {
  require(holds(offset, count), "the block reaches beyond the variable");
  require(product(count) == size, "the number of values is not that of the block");
  auto space = own(H5Dget_space(id()), hdf5::close_space, name(), "cannot use its shape");
  if (shape_.empty()) return space;
  if (size == 0) {
    check(H5Sselect_none(space.id()), name(), "cannot select nothing");
    return space;
  }
  const auto start = sizes(offset);
  const auto extent = sizes(count);
  check(H5Sselect_hyperslab(space.id(), H5S_SELECT_SET, start.data(), nullptr, extent.data(),
                            nullptr),
        name(), "cannot select a block");
  return space;
}

void Variable::write_block(const Shape& offset, const Shape& count, ElementType type,
                           const void* values, std::size_t size) {
  require(type == type_, "values are written in the variable's own type only");
  const auto block = select(offset, count, size);
  if (size == 0) return;
  const hsize_t length = size;
  const auto memory =
      own(H5Screate_simple(1, &length, nullptr), hdf5::close_space, name(), "cannot write values");
  check(H5Dwrite(id(), hdf5::native(type), memory.id(), block.id(), H5P_DEFAULT, values), name(),
        "cannot write values");
}

void Variable::read_block(const Shape& offset, const Shape& count, ElementType type, void* values,
                          std::size_t size) const {
  if (type != type_ && type != ElementType::float64) {
    refuse_unexpected(name(), "its numbers are of another type than expected");
  }
  const auto block = select(offset, count, size);
  if (size == 0) return;
  const hsize_t length = size;
  const auto memory =
      own(H5Screate_simple(1, &length, nullptr), hdf5::close_space, name(), "cannot read values");
  check(H5Dread(id(), hdf5::native(type), memory.id(), block.id(), H5P_DEFAULT, values), name(),
        "cannot read values");
}

void Variable::write_chunk(const Shape& offset, std::span<const std::byte> stored) {
  require(!chunk_.empty(), "only a variable with chunks takes ready chunks");
  require(offset.size() == shape_.size(), "a chunk needs one offset per dimension");
  for (std::size_t i = 0; i < shape_.size(); ++i) {
    require(offset[i] < shape_[i] && offset[i] % chunk_[i] == 0,
            "a chunk starts at a multiple of the chunk shape inside the variable");
  }
  const auto start = sizes(offset);
  constexpr std::uint32_t kAllFiltersApplied = 0;
  check(H5Dwrite_chunk(id(), H5P_DEFAULT, kAllFiltersApplied, start.data(), stored.size(),
                       stored.data()),
        name(), "cannot write a chunk");
}

std::vector<std::byte> Variable::read_chunk(const Shape& offset) const {
  check_holds(offset, Shape(shape_.size(), 1));
  if (chunk_.empty()) refuse_unexpected(name(), "is not stored in chunks");
  const auto start = sizes(offset);
  hsize_t stored = 0;
  haddr_t address = HADDR_UNDEF;
  std::uint32_t filters_left_out = 0;
  check(H5Dget_chunk_info_by_coord(id(), start.data(), &filters_left_out, &address, &stored),
        name(), "cannot read a chunk");
  if (address == HADDR_UNDEF) return {};
  std::vector<std::byte> bytes(stored);
  check(H5Dread_chunk(id(), H5P_DEFAULT, start.data(), &filters_left_out, bytes.data()), name(),
        "cannot read a chunk");
  if (filters_left_out != 0) {
    hdf5::refuse(name(), "a chunk is not stored as the file says", "the file is damaged");
  }
  return bytes;
}

}  // namespace resettle
