#include "io/hdf5_support.h"

#include <fcntl.h>
#include <unistd.h>

#include <bit>
#include <cerrno>
#include <charconv>
#include <filesystem>
#include <string>
#include <utility>

#include "core/errors.h"

namespace resettle::hdf5 {

// Ready chunks are written as they lie in memory.
static_assert(std::endian::native == std::endian::little, "a little-endian machine is needed");

namespace {

struct ErrorTexts {
  std::string innermost;
  std::string all;
};

herr_t collect(unsigned depth, const H5E_error2_t* error, void* data) {
  auto& texts = *static_cast<ErrorTexts*>(data);
  const std::string text = error->desc != nullptr ? error->desc : "";
  if (depth == 0) texts.innermost = text;
  texts.all += text + "\n";
  return 0;
}

// HDF5 writes the system's error number into its text: "..., errno = 28, error message = ...".
int error_number_in(const std::string& text) {
  constexpr std::string_view kMark = "errno = ";
  const auto at = text.find(kMark);
  if (at == std::string::npos) return 0;
  int number = 0;
  std::from_chars(text.data() + at + kMark.size(), text.data() + text.size(), number);
  return number;
}

// Why a file under way cannot grow any more; 0 if it can, or if no such file is being written. When
// memory must be written to disk in the course of another call, HDF5's dimension scales forget the
// system's error number; then only the disk can tell. The file is given up, so what is added to it
// does not matter.
int error_of_growing(const std::filesystem::path& path) {
  constexpr off_t kAsked = off_t{16} << 20;  // more than the largest chunk
  const int file = ::open(LabelledFile::partial_name(path).c_str(), O_WRONLY | O_CLOEXEC);
  if (file < 0) return 0;
  const int number = ::posix_fallocate(file, ::lseek(file, 0, SEEK_END), kAsked);
  ::close(file);
  const bool no_room = number == ENOSPC || number == EDQUOT || number == EFBIG;
  return no_room ? number : 0;
}

// Of "file write failed: time = ..., errno = 28, error message = 'No space left on device', buf = "
// the first and the fourth piece; other texts as they are.
std::string readable(const std::string& text) {
  constexpr std::string_view kMark = "error message = '";
  const auto reason = text.find(kMark);
  if (reason == std::string::npos) return text;
  const auto start = reason + kMark.size();
  return text.substr(0, text.find(':')) + ": " + text.substr(start, text.find('\'', start) - start);
}

}  // namespace

void silence_errors() {
  // Files are closed by their owners. HDF5's own clearing up at the end of the program crashes over
  // a file that could not be written to a full disk. Once, before any other call.
  [[maybe_unused]] static const herr_t no_exit_handler = H5dont_atexit();
  // No file has us load code from the folders of HDF5_PLUGIN_PATH, to unpack values for example.
  [[maybe_unused]] static const herr_t no_plugins = H5PLset_loading_state(0);
  // Each time: thread-safe builds of HDF5 keep this setting per thread.
  H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);
}

std::string_view remedy_for(int error_number, std::string_view message) {
  switch (error_number) {
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
      return "the disk is full, or a quota or size limit is reached: free space or choose another "
             "folder";
    case EACCES:
    case EPERM:
    case EROFS:
      return "no permission: check the owner and mode of the file and its folder, or choose "
             "another folder";
    case ENOENT:
    case ENOTDIR:
      return "check the path: the file or its folder does not exist";
    case EISDIR:
      return "this is a folder: give the path of a file";
    case EAGAIN:
    case ENOLCK:
    case ENOSYS:
      return "the file is locked by another program: close it there, or set the environment "
             "variable HDF5_USE_FILE_LOCKING=FALSE if the file system has no locks";
    default:
      break;
  }
  if (message.find("lock file") != std::string_view::npos ||
      message.find("already open") != std::string_view::npos) {
    return "the file is open for writing elsewhere: close it there first";
  }
  if (message.find("signature not found") != std::string_view::npos) {
    return "this is not an HDF5 file: check the path";
  }
  if (message.find("truncated") != std::string_view::npos) {
    return "the file is incomplete: copy it again or run the study again";
  }
  return "check that the file is intact and was written by this program";
}

void refuse(const ObjectName& where, std::string message, std::string_view remedy) {
  Problem problem;
  problem.where.file = where.file;
  problem.key = where.path;
  problem.message = std::move(message);
  problem.remedy = remedy;
  throw InputError(std::move(problem));
}

std::string did_you_mean(const std::string& name, const std::vector<std::string>& known) {
  const auto near = nearest(name, known);
  if (near.empty()) return "check that this is the right kind of file";
  return "did you mean \"" + near + "\"?";
}

void fail(const ObjectName& where, std::string_view action) {
  ErrorTexts texts;
  H5Ewalk2(H5E_DEFAULT, H5E_WALK_UPWARD, collect, &texts);
  std::string message(action);
  if (!texts.innermost.empty()) message += " (HDF5: " + readable(texts.innermost) + ")";
  int number = error_number_in(texts.all);
  if (number == 0) number = error_of_growing(where.file);
  refuse(where, std::move(message), remedy_for(number, texts.all));
}

Handle own(hid_t id, Handle::Close close, const ObjectName& where, std::string_view action) {
  return {check(id, where, action), close};
}

hid_t native(ElementType type) {
  switch (type) {
    case ElementType::uint8:
      return H5T_STD_U8LE;
    case ElementType::int16:
      return H5T_STD_I16LE;
    case ElementType::int32:
      return H5T_STD_I32LE;
    case ElementType::int64:
      return H5T_STD_I64LE;
    case ElementType::float32:
      return H5T_IEEE_F32LE;
    case ElementType::float64:
      return H5T_IEEE_F64LE;
  }
  throw std::logic_error("unknown element type");
}

Handle text_type(const ObjectName& where) {
  auto type = own(H5Tcopy(H5T_C_S1), close_type, where, "cannot make a text type");
  check(H5Tset_size(type.id(), H5T_VARIABLE), where, "cannot make a text type");
  check(H5Tset_cset(type.id(), H5T_CSET_UTF8), where, "cannot make a text type");
  return type;
}

}  // namespace resettle::hdf5

namespace resettle {

Handle::Handle(Handle&& other) noexcept
    : id_(std::exchange(other.id_, -1)), close_(std::exchange(other.close_, nullptr)) {}

Handle& Handle::operator=(Handle&& other) noexcept {
  if (this != &other) {
    reset();
    id_ = std::exchange(other.id_, -1);
    close_ = std::exchange(other.close_, nullptr);
  }
  return *this;
}

void Handle::reset() noexcept {
  // Closing a file closes what is open in it, so the identifier may be gone already.
  if (id_ >= 0 && close_ != nullptr && H5Iis_valid(id_) > 0) close_(id_);
  id_ = -1;
  close_ = nullptr;
}

int Handle::close_for_good() noexcept {
  return std::exchange(close_, nullptr)(std::exchange(id_, -1));
}

}  // namespace resettle
