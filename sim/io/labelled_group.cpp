#include <hdf5_hl.h>

#include <algorithm>
#include <utility>

#include "core/errors.h"
#include "io/hdf5_support.h"
#include "io/labelled_file.h"

// Groups of labelled files: coordinates, variables and texts.

namespace resettle {

using hdf5::check;
using hdf5::own;

namespace {

constexpr std::size_t kChunkCacheBytes = 1 << 20;  // HDF5's own default

std::size_t element_size(hid_t type) { return H5Tget_size(type); }

// Large chunks must fit HDF5's cache, or every block written packs the whole chunk again.
Handle access_properties(std::size_t chunk_bytes, const ObjectName& where) {
  auto access = own(H5Pcreate(H5P_DATASET_ACCESS), hdf5::close_properties, where, "cannot make it");
  const std::size_t cache = std::max(kChunkCacheBytes, 2 * chunk_bytes);
  check(H5Pset_chunk_cache(access.id(), H5D_CHUNK_CACHE_NSLOTS_DEFAULT, cache,
                           H5D_CHUNK_CACHE_W0_DEFAULT),
        where, "cannot make it");
  return access;
}

void set_chunks(hid_t made, const Shape& chunk, const Layout& layout, const ObjectName& where) {
  const std::vector<hsize_t> extent(chunk.begin(), chunk.end());
  check(H5Pset_chunk(made, static_cast<int>(extent.size()), extent.data()), where,
        "cannot use these chunks");
  if (layout.shuffle) check(H5Pset_shuffle(made), where, "cannot shuffle");
  if (layout.deflate_level > 0) {
    check(H5Pset_deflate(made, static_cast<unsigned>(layout.deflate_level)), where,
          "cannot compress");
  }
}

Shape chunk_within(const Layout& layout, const Shape& shape) {
  if (layout.chunk.empty()) {
    require(layout.deflate_level == 0 && !layout.shuffle, "compression needs chunks");
    return {};
  }
  require(layout.deflate_level >= 0 && layout.deflate_level <= 9, "deflate level must be 0 to 9");
  require(layout.chunk.size() == shape.size(), "chunks need one extent per dimension");
  Shape chunk = layout.chunk;
  for (std::size_t i = 0; i < chunk.size(); ++i) {
    require(chunk[i] > 0, "chunks must not be empty");
    if (shape[i] == 0) return {};  // HDF5 has no chunks in an empty array
    chunk[i] = std::min(chunk[i], shape[i]);
  }
  return chunk;
}

herr_t collect_name(hid_t, const char* name, const H5L_info_t*, void* data) {
  static_cast<std::vector<std::string>*>(data)->emplace_back(name);
  return 0;
}

}  // namespace

ObjectName Group::child(const std::string& name) const {
  const auto& here = this->name();
  return {here.file, (here.path == "/" ? "" : here.path) + "/" + name};
}

Handle Group::create(const std::string& name, const Shape* shape, std::int64_t type,
                     const Layout& layout, const void* fill) {
  const auto group = id();
  const auto where = child(name);
  const auto made =
      own(H5Pcreate(H5P_DATASET_CREATE), hdf5::close_properties, where, "cannot make it");
  constexpr unsigned kOrder = H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED;
  check(H5Pset_obj_track_times(made.id(), false), where, "cannot make it");
  check(H5Pset_attr_creation_order(made.id(), kOrder), where, "cannot make it");
  if (fill != nullptr) check(H5Pset_fill_value(made.id(), type, fill), where, "cannot fill it");
  std::size_t chunk_bytes = 0;
  const Shape chunk = shape == nullptr ? Shape{} : chunk_within(layout, *shape);
  if (!chunk.empty()) {
    set_chunks(made.id(), chunk, layout, where);
    chunk_bytes = Variable::product(chunk) * element_size(type);
  }
  const auto access = access_properties(chunk_bytes, where);
  std::vector<hsize_t> extent;
  if (shape != nullptr) extent.assign(shape->begin(), shape->end());
  const auto space = own(
      extent.empty() ? H5Screate(H5S_SCALAR)
                     : H5Screate_simple(static_cast<int>(extent.size()), extent.data(), nullptr),
      hdf5::close_space, where, "cannot make it");
  return own(H5Dcreate2(group, name.c_str(), type, space.id(), H5P_DEFAULT, made.id(), access.id()),
             hdf5::close_dataset, where, "cannot make it");
}

TextVariable Group::add_coordinate(const std::string& name, std::span<const std::string> labels) {
  auto where = child(name);
  const Shape shape{labels.size()};
  auto dataset = create(name, &shape, hdf5::text_type(where).id(), {}, nullptr);
  check(H5DSset_scale(dataset.id(), name.c_str()), where, "cannot make it a dimension");
  TextVariable variable(std::move(dataset), std::move(where));
  variable.write(labels);
  return variable;
}

Variable Group::add_coordinate(const std::string& name, std::span<const std::int32_t> labels) {
  const auto where = child(name);
  const Shape shape{labels.size()};
  auto dataset = create(name, &shape, hdf5::native(ElementType::int32), {}, nullptr);
  check(H5DSset_scale(dataset.id(), name.c_str()), where, "cannot make it a dimension");
  Variable variable(std::move(dataset), where);
  variable.write(labels);
  return variable;
}

Handle Group::open_scale(const std::string& name) const {
  auto scale = open(name);
  require(H5DSis_scale(scale.id()) > 0, "a dimension must be a coordinate of the same group");
  return scale;
}

Variable Group::add_variable(const std::string& name, const std::vector<std::string>& dimensions,
                             const Layout& layout, ElementType type, const void* fill) {
  const auto where = child(name);
  std::vector<Handle> scales;
  Shape shape;
  for (const auto& dimension : dimensions) {
    scales.push_back(open_scale(dimension));
    const auto space = own(H5Dget_space(scales.back().id()), hdf5::close_space, child(dimension),
                           "cannot read its length");
    shape.push_back(static_cast<std::size_t>(H5Sget_simple_extent_npoints(space.id())));
  }
  auto dataset = create(name, &shape, hdf5::native(type), layout, fill);
  for (unsigned i = 0; i < scales.size(); ++i) {
    check(H5DSattach_scale(dataset.id(), scales[i].id(), i), where, "cannot label its dimensions");
  }
  return Variable(std::move(dataset), where);
}

TextVariable Group::add_text(const std::string& name, std::string_view text) {
  auto where = child(name);
  auto dataset = create(name, nullptr, hdf5::text_type(where).id(), {}, nullptr);
  TextVariable variable(std::move(dataset), std::move(where));
  const std::string owned(text);
  variable.write({&owned, 1});
  return variable;
}

TextVariable Group::add_text(const std::string& name, const std::string& dimension,
                             std::span<const std::string> texts) {
  auto where = child(name);
  const auto scale = open_scale(dimension);
  const auto space =
      own(H5Dget_space(scale.id()), hdf5::close_space, where, "cannot read the dimension");
  require(H5Sget_simple_extent_npoints(space.id()) == static_cast<hssize_t>(texts.size()),
          "one text per label is needed");
  const Shape shape{texts.size()};
  auto dataset = create(name, &shape, hdf5::text_type(where).id(), {}, nullptr);
  check(H5DSattach_scale(dataset.id(), scale.id(), 0), where, "cannot label its dimension");
  TextVariable variable(std::move(dataset), std::move(where));
  variable.write(texts);
  return variable;
}

bool Group::has(const std::string& name) const {
  return check(H5Lexists(id(), name.c_str(), H5P_DEFAULT), child(name), "cannot look for it") > 0;
}

bool Group::holds_text(const std::string& name) const {
  const auto dataset = open(name);
  const auto type =
      own(H5Dget_type(dataset.id()), hdf5::close_type, child(name), "cannot read its type");
  return H5Tget_class(type.id()) == H5T_STRING;
}

std::vector<std::string> Group::names() const {
  std::vector<std::string> found;
  hsize_t position = 0;
  const auto group = id();
  // Files of other writers may not have kept the order.
  if (H5Literate(group, H5_INDEX_CRT_ORDER, H5_ITER_INC, &position, collect_name, &found) < 0) {
    found.clear();
    position = 0;
    check(H5Literate(group, H5_INDEX_NAME, H5_ITER_INC, &position, collect_name, &found),
          this->name(), "cannot list the group");
  }
  return found;
}

Handle Group::open(const std::string& name) const {
  const auto where = child(name);
  if (!has(name)) {
    hdf5::refuse(where, "there is no such variable in the file", hdf5::did_you_mean(name, names()));
  }
  return own(H5Dopen2(id(), name.c_str(), H5P_DEFAULT), hdf5::close_dataset, where,
             "cannot open it");
}

Variable Group::variable(const std::string& name) const {
  return Variable(open(name), child(name));
}

TextVariable Group::text(const std::string& name) const {
  return TextVariable(open(name), child(name));
}

}  // namespace resettle
