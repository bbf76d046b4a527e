#include "io/labelled_file.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <system_error>
#include <utility>

#include <fmt/format.h>

#include "core/called_as.h"
#include "core/errors.h"
#include "io/hdf5_support.h"
#include "io/labelled_structure.h"
#include "io/seal.h"

// Making, opening and finishing labelled files.

namespace resettle {

using hdf5::check;
using hdf5::own;

namespace {

[[noreturn]] void fail_in_system(const std::filesystem::path& path, std::string_view action,
                                 int error_number) {
  const std::string reason = std::generic_category().message(error_number);
  hdf5::refuse({path.string(), ""}, fmt::format("{} ({})", action, reason),
               hdf5::remedy_for(error_number, reason));
}

constexpr std::uintmax_t kLargestCheckedAtOpening = std::uintmax_t{4} << 30;  // 2 to 4 seconds

bool is_folder(const std::filesystem::path& path) {
  std::error_code ignored;  // what is wrong shows when the file is opened
  return std::filesystem::is_directory(path, ignored);
}

// Strong closing: a file that is committed or given up takes its open objects with it.
Handle access_properties(const ObjectName& where) {
  auto access = own(H5Pcreate(H5P_FILE_ACCESS), hdf5::close_properties, where, "cannot open");
  check(H5Pset_fclose_degree(access.id(), H5F_CLOSE_STRONG), where, "cannot open");
  check(H5Pset_libver_bounds(access.id(), H5F_LIBVER_V18, H5F_LIBVER_V110), where, "cannot open");
  return access;
}

// No times, so that the same content gives the same bytes; objects in the order of writing.
void set_group_properties(hid_t properties, const ObjectName& where) {
  constexpr unsigned kOrder = H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED;
  check(H5Pset_obj_track_times(properties, false), where, "cannot make a group");
  check(H5Pset_link_creation_order(properties, kOrder), where, "cannot make a group");
  check(H5Pset_attr_creation_order(properties, kOrder), where, "cannot make a group");
}

// Durable before it gets its name: else a power cut could leave the name with half a file.
void flush_to_disk(const std::filesystem::path& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  // A folder may be for writing alone: the name is then on disk when the system puts it there.
  if (file < 0 && errno == EACCES && is_folder(path)) return;
  if (file < 0) fail_in_system(path, "cannot finish the file", errno);
  const int error_number = ::fsync(file) == 0 ? 0 : errno;
  ::close(file);
  // Some file systems cannot do it (EINVAL); the data are handed over all the same.
  if (error_number != 0 && error_number != EINVAL) {
    fail_in_system(path, "cannot write the file to disk", error_number);
  }
}

/// Gives a finished file its name; 0 or the system's error number. A file of that name is replaced,
/// or the answer is EEXIST, both in one step; file systems that know no such step are asked first.
int give_name(const std::filesystem::path& partial, const std::filesystem::path& path,
              IfThere if_there) {
  if (if_there == IfThere::refuse) {
    if (::renameat2(AT_FDCWD, partial.c_str(), AT_FDCWD, path.c_str(), RENAME_NOREPLACE) == 0) {
      return 0;
    }
    if (errno != EINVAL && errno != ENOSYS) return errno;
    std::error_code ignored;
    if (std::filesystem::exists(path, ignored)) return EEXIST;
  }
  return ::rename(partial.c_str(), path.c_str()) == 0 ? 0 : errno;
}

constexpr const char* kPartial = ".partial-";

std::filesystem::path free_partial_name(const std::filesystem::path& path) {
  for (int attempt = 0;; ++attempt) {
    auto partial = LabelledFile::partial_name(path);
    if (attempt > 0) partial += fmt::format("-{}", attempt);
    std::error_code ignored;
    if (!std::filesystem::exists(partial, ignored)) return partial;
  }
}

/// In bytes; 0 if it cannot be seen.
std::uintmax_t size_of(const std::filesystem::path& path) {
  std::error_code error;
  const auto bytes = std::filesystem::file_size(path, error);
  return error ? 0 : bytes;
}

void refuse_if_broken(Seal seal, const std::filesystem::path& path) {
  if (seal != Seal::broken) return;
  hdf5::refuse(
      {path.string(), ""}, "the file is not as it was written: its seal is broken or missing",
      fmt::format("copy it again from where it came; '{}' says what has changed. If no run "
                  "has written it, it is no study file",
                  command_on("verify", path)));
}

/// The process that wrote a file of this name, "<process id>" or "<process id>-<attempt>" after
/// `kPartial`; 0 if it is no such name.
pid_t writer_of(std::string_view name, std::string_view beginning) {
  if (!name.starts_with(beginning)) return 0;
  const char* const end = name.data() + name.size();
  pid_t id = 0;
  auto read = std::from_chars(name.data() + beginning.size(), end, id);
  if (read.ec == std::errc() && read.ptr != end && *read.ptr == '-') {
    int attempt = 0;
    read = std::from_chars(read.ptr + 1, end, attempt);
  }
  return read.ec == std::errc() && read.ptr == end && id > 0 ? id : 0;
}

/// Whether HDF5 holds its lock on the file, perhaps on another machine.
bool is_locked(const std::filesystem::path& file) {
  const int opened = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
  if (opened < 0) return false;
  const bool locked = ::flock(opened, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK;
  ::close(opened);
  return locked;
}

/// A file under which another is or was being written, and the process.
struct Partial {
  std::filesystem::path file;
  pid_t writer;
};

/// Whether another process that is alive writes it.
bool is_being_written(const Partial& partial) {
  if (partial.writer == ::getpid()) return false;
  return ::kill(partial.writer, 0) == 0 || errno == EPERM || is_locked(partial.file);
}

std::vector<Partial> partials_of(const std::filesystem::path& path) {
  const std::string beginning = path.filename().string() + kPartial;
  const auto folder = path.has_parent_path() ? path.parent_path() : std::filesystem::path(".");
  std::vector<Partial> partials;
  std::error_code ignored;  // a folder that cannot be read is reported when the file is made
  for (const auto& entry : std::filesystem::directory_iterator(folder, ignored)) {
    const pid_t writer = writer_of(entry.path().filename().string(), beginning);
    if (writer != 0) partials.push_back({entry.path(), writer});
  }
  return partials;
}

}  // namespace

std::filesystem::path LabelledFile::partial_name(const std::filesystem::path& path) {
  auto partial = path;
  partial += fmt::format("{}{}", kPartial, ::getpid());
  return partial;
}

LabelledFile::LabelledFile(Handle handle, std::filesystem::path path, std::filesystem::path partial)
    : handle_(std::move(handle)), path_(std::move(path)), partial_(std::move(partial)) {}

LabelledFile::LabelledFile(LabelledFile&& other) noexcept
    : handle_(std::move(other.handle_)),
      path_(std::move(other.path_)),
      partial_(std::exchange(other.partial_, {})) {}

LabelledFile::~LabelledFile() {
  handle_.reset();
  if (partial_.empty()) return;
  std::error_code ignored;  // nothing more can be done about a file that is given up
  std::filesystem::remove(partial_, ignored);
}

LabelledFile LabelledFile::create(const std::filesystem::path& path) {
  hdf5::silence_errors();
  const ObjectName where{path.string(), ""};
  if (is_folder(path)) fail_in_system(path, "cannot create the file", EISDIR);
  const auto access = access_properties(where);
  const auto made =
      own(H5Pcreate(H5P_FILE_CREATE), hdf5::close_properties, where, "cannot create the file");
  set_group_properties(made.id(), where);
  // Small variables are written when they are written: out of HDF5's buffer they would be when they
  // are closed, which nobody hears of on a full disk, and zeros would be sealed.
  check(H5Pset_sieve_buf_size(access.id(), 0), where, "cannot create the file");
  const auto partial = free_partial_name(path);
  auto handle = own(H5Fcreate(partial.c_str(), H5F_ACC_EXCL, made.id(), access.id()),
                    hdf5::close_file, where, "cannot create the file");
  return {std::move(handle), path, partial};
}

std::vector<std::filesystem::path> LabelledFile::partial_files(const std::filesystem::path& path) {
  std::vector<std::filesystem::path> files;
  for (auto& partial : partials_of(path)) files.push_back(std::move(partial.file));
  return files;
}

void LabelledFile::remove_abandoned(const std::filesystem::path& path) {
  for (const auto& partial : partials_of(path)) {
    if (is_being_written(partial)) continue;
    std::error_code ignored;  // what stays is in nobody's way
    std::filesystem::remove(partial.file, ignored);
  }
}

LabelledFile LabelledFile::open(const std::filesystem::path& path) {
  if (is_folder(path)) fail_in_system(path, "cannot open the file", EISDIR);
  std::error_code ignored;  // a file that is not there is reported when it is opened
  if (std::filesystem::exists(path, ignored)) {
    const bool large = size_of(path) > kLargestCheckedAtOpening;
    refuse_if_broken(large ? check_seal_form(path) : check_seal(path), path);
  }
  return open_unchecked(path);
}

void LabelledFile::check_if_large(const std::filesystem::path& path) {
  if (size_of(path) > kLargestCheckedAtOpening) refuse_if_broken(check_seal(path), path);
}

LabelledFile LabelledFile::open_unchecked(const std::filesystem::path& path) {
  hdf5::silence_errors();
  const ObjectName where{path.string(), ""};
  const auto access = access_properties(where);
  auto handle = own(H5Fopen(path.c_str(), H5F_ACC_RDONLY, access.id()), hdf5::close_file, where,
                    "cannot open the file");
  check_structure(handle.id(), path);
  return {std::move(handle), path, {}};
}

std::uintmax_t LabelledFile::bytes() const { return size_of(path_); }

Group LabelledFile::root() const {
  hdf5::silence_errors();
  ObjectName where{path_.string(), "/"};
  auto handle = own(H5Gopen2(handle_.id(), "/", H5P_DEFAULT), hdf5::close_group, where,
                    "cannot open the root group");
  return Group(std::move(handle), std::move(where));
}

Group LabelledFile::add_group(const std::string& name) {
  hdf5::silence_errors();
  ObjectName where{path_.string(), "/" + name};
  const auto made =
      own(H5Pcreate(H5P_GROUP_CREATE), hdf5::close_properties, where, "cannot make a group");
  set_group_properties(made.id(), where);
  auto handle = own(H5Gcreate2(handle_.id(), name.c_str(), H5P_DEFAULT, made.id(), H5P_DEFAULT),
                    hdf5::close_group, where, "cannot make a group");
  return Group(std::move(handle), std::move(where));
}

bool LabelledFile::has_group(const std::string& name) const {
  hdf5::silence_errors();
  const ObjectName where{path_.string(), "/" + name};
  return check(H5Lexists(handle_.id(), name.c_str(), H5P_DEFAULT), where, "cannot look for it") > 0;
}

Group LabelledFile::group(const std::string& name) const {
  ObjectName where{path_.string(), "/" + name};
  if (!has_group(name)) {
    hdf5::refuse(where, "there is no such group in the file",
                 hdf5::did_you_mean(name, root().names()));
  }
  auto handle = own(H5Gopen2(handle_.id(), name.c_str(), H5P_DEFAULT), hdf5::close_group, where,
                    "cannot open the group");
  return Group(std::move(handle), std::move(where));
}

void LabelledFile::commit(IfThere if_there) {
  require(!partial_.empty(), "only a file being created is committed, once");
  hdf5::silence_errors();
  const ObjectName where{path_.string(), ""};
  check(H5Fflush(handle_.id(), H5F_SCOPE_LOCAL), where, "cannot write the file");
  check(handle_.close_for_good(), where, "cannot finish the file");
  write_seal(partial_);
  flush_to_disk(partial_);
  const int error_number = give_name(partial_, path_, if_there);
  if (error_number == EEXIST) {
    hdf5::refuse(where, "a file has come to lie under this name meanwhile",
                 "move it elsewhere, or give it another name");
  }
  if (error_number != 0) {
    fail_in_system(path_, "cannot give the finished file its name", error_number);
  }
  partial_.clear();
  flush_to_disk(path_.has_parent_path() ? path_.parent_path() : ".");  // the name, too
}

}  // namespace resettle
