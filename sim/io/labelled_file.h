#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

// Labelled arrays in an HDF5 file: groups of variables whose dimensions are HDF5 dimension scales
// of the same group, as xarray and netCDF readers expect them. Knows nothing of what is stored.
//
// Not thread-safe: one thread at a time may use this layer, for all files together. Only
// io/chunk.h may be called from several threads, so that they compress while one thread writes.
//
// Errors: what the file system or the file is to blame for (disk full, no permission, not an HDF5
// file, locked, a name that is not in the file, other dimensions or another type than are read) is
// an InputError with file, object and remedy. Wrong use by the program that writes (sizes that do
// not fit, an unknown dimension) is a std::logic_error.

namespace resettle {

/// How a number is stored; always little-endian.
enum class ElementType { uint8, int16, int32, int64, float32, float64 };

template <class T>
concept Element = std::same_as<T, std::uint8_t> || std::same_as<T, std::int16_t> ||
    std::same_as<T, std::int32_t> || std::same_as<T, std::int64_t> || std::same_as<T, float> ||
    std::same_as<T, double>;

/// The storage type of a C++ number type.
template <Element T>
constexpr ElementType element_type() {
  if constexpr (std::same_as<T, std::uint8_t>) return ElementType::uint8;
  if constexpr (std::same_as<T, std::int16_t>) return ElementType::int16;
  if constexpr (std::same_as<T, std::int32_t>) return ElementType::int32;
  if constexpr (std::same_as<T, std::int64_t>) return ElementType::int64;
  if constexpr (std::same_as<T, float>) return ElementType::float32;
  if constexpr (std::same_as<T, double>) return ElementType::float64;
}

/// Sizes or positions, one per dimension, slowest dimension first.
using Shape = std::vector<std::size_t>;

/// Where an object stands, for error texts.
struct ObjectName {
  std::string file;
  std::string path;  ///< inside the file, for example "/aggregates/wage_mean"
};

/// Owner of one HDF5 identifier; closes it when it goes.
class Handle {
 public:
  using Close = int (*)(std::int64_t);

  Handle() = default;
  Handle(std::int64_t id, Close close) : id_(id), close_(close) {}
  Handle(Handle&& other) noexcept;
  Handle& operator=(Handle&& other) noexcept;
  ~Handle() { reset(); }

  [[nodiscard]] std::int64_t id() const { return id_; }
  /// Closes now; a handle whose file is closed already is only forgotten.
  void reset() noexcept;
  /// Closes now and says whether it worked (negative: no). It is never tried again: HDF5 has freed
  /// parts of what it could not close.
  [[nodiscard]] int close_for_good() noexcept;

 private:
  std::int64_t id_ = -1;
  Close close_ = nullptr;
};

/// What groups and variables share: a place in the file and attributes.
class LabelledObject {
 public:
  [[nodiscard]] const ObjectName& name() const { return name_; }

  /// Text attribute, UTF-8. Attributes are written once; a second write is an InputError.
  void set_attribute(const std::string& attribute, std::string_view text);
  /// Number attribute, scalar.
  template <Element T>
  void set_attribute(const std::string& attribute, T value) {
    write_attribute(attribute, element_type<T>(), &value, nullptr);
  }
  /// Number attribute, a list of at least one value.
  template <Element T>
  void set_attribute(const std::string& attribute, std::span<const T> values) {
    const std::size_t size = values.size();
    write_attribute(attribute, element_type<T>(), values.data(), &size);
  }

  [[nodiscard]] bool has_attribute(const std::string& attribute) const;
  /// Names of all attributes but those that HDF5 itself keeps, in alphabetical order.
  [[nodiscard]] std::vector<std::string> attributes() const;
  /// The attribute's value as text, whatever its type: numbers with all their digits.
  [[nodiscard]] std::string printed_attribute(const std::string& attribute) const;
  /// Errors: InputError if there is no such attribute or it is not text.
  [[nodiscard]] std::string text_attribute(const std::string& attribute) const;
  /// A scalar number of any type as double. Errors: InputError as above.
  [[nodiscard]] double number_attribute(const std::string& attribute) const;

 protected:
  LabelledObject(Handle handle, ObjectName name)
      : handle_(std::move(handle)), name_(std::move(name)) {}
  [[nodiscard]] std::int64_t id() const;

 private:
  void write_attribute(const std::string& attribute, ElementType type, const void* values,
                       const std::size_t* size);
  [[nodiscard]] Handle open_attribute(const std::string& attribute) const;

  Handle handle_;
  ObjectName name_;
};

/// How the values of a variable lie in the file.
struct Layout {
  Shape chunk;            ///< elements per chunk; cut to the variable's shape; empty = contiguous
  int deflate_level = 0;  ///< 0 = not compressed, 1 (fast) to 9; needs chunks
  bool shuffle = false;   ///< transposes bytes before deflate; needs chunks
};

/// An array of numbers or a coordinate.
class Variable : public LabelledObject {
 public:
  [[nodiscard]] const Shape& shape() const { return shape_; }
  /// Number of values: the product of the shape.
  [[nodiscard]] std::size_t size() const;
  [[nodiscard]] ElementType type() const { return type_; }
  /// Elements per chunk as stored; empty if contiguous.
  [[nodiscard]] const Shape& chunk() const { return chunk_; }
  /// Names of the dimension scales, slowest dimension first; "" where none is attached.
  [[nodiscard]] std::vector<std::string> dimensions() const;

  /// Writes the block of shape `count` that starts at `offset`; values row by row, of exactly the
  /// stored type.
  template <Element T>
  void write(const Shape& offset, const Shape& count, std::span<const T> values) {
    write_block(offset, count, element_type<T>(), values.data(), values.size());
  }
  /// Writes everything.
  template <Element T>
  void write(std::span<const T> values) {
    write(Shape(shape_.size(), 0), shape_, values);
  }
  /// Reads the block into `values`, which has one place per element; T is the stored type or
  /// double.
  template <Element T>
  void read(const Shape& offset, const Shape& count, std::span<T> values) const {
    read_block(offset, count, element_type<T>(), values.data(), values.size());
  }
  /// Reads the block.
  template <Element T>
  [[nodiscard]] std::vector<T> read(const Shape& offset, const Shape& count) const {
    check_holds(offset, count);
    std::vector<T> values(product(count));
    read(offset, count, std::span<T>(values));
    return values;
  }
  /// Reads everything.
  template <Element T>
  [[nodiscard]] std::vector<T> read() const {
    return read<T>(Shape(shape_.size(), 0), shape_);
  }

  /// Writes one chunk as it shall lie in the file: a whole chunk (also at the edges, padded by the
  /// caller), passed through shuffle_bytes and compress_chunk if the layout says so. `offset` is
  /// that of its first element, a multiple of the chunk shape.
  void write_chunk(const Shape& offset, std::span<const std::byte> stored);

  /// A chunk as it lies in the file, the counterpart of write_chunk; empty if it was never written.
  [[nodiscard]] std::vector<std::byte> read_chunk(const Shape& offset) const;

  /// Number of elements of a block.
  static std::size_t product(const Shape& shape);

 private:
  friend class Group;
  Variable(Handle handle, ObjectName name);
  void write_block(const Shape& offset, const Shape& count, ElementType type, const void* values,
                   std::size_t size);
  void read_block(const Shape& offset, const Shape& count, ElementType type, void* values,
                  std::size_t size) const;
  [[nodiscard]] bool holds(const Shape& offset, const Shape& count) const;
  void check_holds(const Shape& offset, const Shape& count) const;
  [[nodiscard]] Handle select(const Shape& offset, const Shape& count, std::size_t size) const;

  Shape shape_;
  Shape chunk_;
  ElementType type_ = ElementType::uint8;
};

/// One text, a list of texts on a dimension, or a text coordinate; UTF-8.
class TextVariable : public LabelledObject {
 public:
  /// All texts; one text is a list of one. Errors: InputError if it does not hold text.
  [[nodiscard]] std::vector<std::string> read() const;

 private:
  friend class Group;
  using LabelledObject::LabelledObject;
  void write(std::span<const std::string> texts);
};

/// A folder of the file: coordinates first, then the variables on them.
class Group : public LabelledObject {
 public:
  /// Adds a coordinate of text or of whole numbers: a dimension of this group with its labels.
  TextVariable add_coordinate(const std::string& name, std::span<const std::string> labels);
  Variable add_coordinate(const std::string& name, std::span<const std::int32_t> labels);

  /// Adds a variable on coordinates of this group. `fill` is what a reader finds where nothing was
  /// written; no `_FillValue` attribute is made from it: set one if readers shall mask it.
  template <Element T>
  Variable add_variable(const std::string& name, const std::vector<std::string>& dimensions,
                        const Layout& layout, T fill) {
    return add_variable(name, dimensions, layout, element_type<T>(), &fill);
  }

  /// Adds one text, or one text per label of `dimension`.
  TextVariable add_text(const std::string& name, std::string_view text);
  TextVariable add_text(const std::string& name, const std::string& dimension,
                        std::span<const std::string> texts);

  /// Whether there is a coordinate, variable or text of that name.
  [[nodiscard]] bool has(const std::string& name) const;
  /// Whether it is text. Errors: InputError with the nearest name if there is none.
  [[nodiscard]] bool holds_text(const std::string& name) const;
  /// Everything in the group, in the order in which it was written.
  [[nodiscard]] std::vector<std::string> names() const;
  /// Opens a variable or a numeric coordinate. Errors: InputError with the nearest name if there is
  /// none, or if it holds text.
  [[nodiscard]] Variable variable(const std::string& name) const;
  /// Opens a text coordinate, a list of texts or one text. Errors: InputError with the nearest
  /// name.
  [[nodiscard]] TextVariable text(const std::string& name) const;

 private:
  friend class LabelledFile;
  using LabelledObject::LabelledObject;
  Variable add_variable(const std::string& name, const std::vector<std::string>& dimensions,
                        const Layout& layout, ElementType type, const void* fill);
  [[nodiscard]] ObjectName child(const std::string& name) const;
  [[nodiscard]] Handle open(const std::string& name) const;
  [[nodiscard]] Handle open_scale(const std::string& name) const;
  Handle create(const std::string& name, const Shape* shape, std::int64_t type,
                const Layout& layout, const void* fill);
};

/// What becomes of a file that has the name already when another is finished under it.
enum class IfThere : std::uint8_t { replace, refuse };

/// A file, either being created or open for reading. The same content gives the same bytes: no
/// times are stored.
class LabelledFile {
 public:
  /// Starts a file under a temporary name in the same folder ("<name>.partial-<process id>"). Only
  /// `commit` gives it its name; without it the destructor removes it. Errors: InputError.
  static LabelledFile create(const std::filesystem::path& path);
  /// Opens for reading. Its seal (io/seal.h) is checked first, of files above 4 GiB only its form:
  /// HDF5 does not survive every damage. Then its structure (io/labelled_structure.h). Errors:
  /// InputError (missing, no permission, not HDF5, locked, not as it was written, with what this
  /// layer does not write).
  static LabelledFile open(const std::filesystem::path& path);
  /// The same without a look at the seal, for whoever looks for the damage.
  static LabelledFile open_unchecked(const std::filesystem::path& path);
  /// The check of a file that is so large that only the form of its seal was looked at, for whoever
  /// takes over what is in it and seals it anew. Errors: InputError.
  static void check_if_large(const std::filesystem::path& path);

  /// The temporary name that this process writes `path` under, unless it is taken.
  static std::filesystem::path partial_name(const std::filesystem::path& path);

  /// The temporary files under which `path` is being written, or was until its process was killed.
  static std::vector<std::filesystem::path> partial_files(const std::filesystem::path& path);
  /// Removes those of them that nobody writes any more.
  static void remove_abandoned(const std::filesystem::path& path);

  LabelledFile(LabelledFile&& other) noexcept;
  LabelledFile& operator=(LabelledFile&&) = delete;
  ~LabelledFile();

  [[nodiscard]] Group root() const;
  /// Its length: nothing in it can be more than what so many bytes hold.
  [[nodiscard]] std::uintmax_t bytes() const;
  /// Adds a group; `name` has no slash.
  Group add_group(const std::string& name);
  [[nodiscard]] bool has_group(const std::string& name) const;
  /// Errors: InputError with the nearest name if there is none.
  [[nodiscard]] Group group(const std::string& name) const;

  /// Seals the file, writes everything to disk and gives the file its name in one step. Groups and
  /// variables of this file cannot be used afterwards. Errors: InputError; the name is then as it
  /// was before, unless the disk failed when all was done.
  void commit(IfThere if_there = IfThere::replace);

 private:
  LabelledFile(Handle handle, std::filesystem::path path, std::filesystem::path partial);

  Handle handle_;
  std::filesystem::path path_;
  std::filesystem::path partial_;  ///< empty when open for reading or committed
};

}  // namespace resettle
