#include "io/output_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <string_view>
#include <system_error>

#include <fmt/format.h>

#include "core/errors.h"

// What only the system can say of a place.

namespace resettle {

namespace {

namespace fs = std::filesystem;

fs::path folder_of(const fs::path& file) {
  return file.has_parent_path() ? file.parent_path() : fs::path(".");
}

/// As long as the longest of ".progress-journal" and ".partial-<process id>-<attempt>" can be.
std::string longest_addition() { return fmt::format(".probe-{:012}", ::getpid()); }

[[noreturn]] void refuse_long_name(const fs::path& file, const std::string& elsewhere) {
  const long allowed = ::pathconf(folder_of(file).c_str(), _PC_NAME_MAX);
  const std::size_t length = file.filename().string().size();
  const std::size_t added = longest_addition().size();
  if (allowed <= 0 || length + added <= static_cast<std::size_t>(allowed)) {
    refuse(file, "the path is too long for the system", "take a shorter one: " + elsewhere);
  }
  refuse(file,
         fmt::format("the name is too long: {} bytes where {} are possible, as files beside it "
                     "have names that are {} longer while it is written",
                     length, allowed - static_cast<long>(added), added),
         fmt::format("take a shorter one (a letter that is not ASCII takes 2 to 4 bytes): {}",
                     elsewhere));
}

[[noreturn]] void refuse_place(const fs::path& file, int error_number,
                               const std::string& elsewhere) {
  const std::string reason = std::generic_category().message(error_number);
  const std::string message =
      fmt::format("no file can be made in the folder {}: {}", folder_of(file).string(), reason);
  switch (error_number) {
    case ENAMETOOLONG:
      refuse_long_name(file, elsewhere);
    case ENOSPC:
    case EDQUOT:
      refuse(file, message + ": the disk is full, or a quota is reached",
             "free space there, or " + elsewhere);
    case EINVAL:
    case EILSEQ:
      refuse(file, message + ": this file system may not take a letter of the name",
             "take letters and digits only, or " + elsewhere);
    case EACCES:
    case EPERM:
    case EROFS:
      refuse(file, message, "see who may write there (ls -ld), or " + elsewhere);
    default:
      refuse(file, message, elsewhere);
  }
}

/// 0, or why no file with so long a name can be made there and taken away again.
int try_to_make_file_beside(const fs::path& file) {
  fs::path beside = file;
  beside += longest_addition();
  const int made = ::open(beside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
  if (made < 0) return errno == EEXIST ? 0 : errno;
  ::close(made);
  return ::unlink(beside.c_str()) == 0 ? 0 : errno;
}

/// What keeps the system from putting another file in the place of one that is there; "": nothing
/// that can be seen.
std::string_view hindrance(const fs::path& file) {
  struct statx there {};
  if (::statx(AT_FDCWD, file.c_str(), 0, STATX_BASIC_STATS, &there) != 0) return "";
  if ((there.stx_attributes & (STATX_ATTR_IMMUTABLE | STATX_ATTR_APPEND)) != 0) {
    return "the file may not be changed (lsattr shows it)";
  }
  if ((there.stx_attributes & STATX_ATTR_MOUNT_ROOT) != 0) {
    return "the file is a mount point, which cannot be replaced";
  }
  struct stat folder {};
  if (::stat(folder_of(file).c_str(), &folder) != 0) return "";
  const uid_t user = ::geteuid();
  const bool others = (folder.st_mode & S_ISVTX) != 0 && user != 0 && folder.st_uid != user &&
                      there.stx_uid != user;
  return others ? "the file is another user's, and in this folder only its owner may replace it"
                : "";
}

}  // namespace

void check_place(const fs::path& file, const std::string& elsewhere) {
  const int error_number = try_to_make_file_beside(file);
  if (error_number != 0) refuse_place(file, error_number, elsewhere);
  const std::string_view why_not = hindrance(file);
  if (!why_not.empty()) refuse(file, std::string(why_not), elsewhere);
}

}  // namespace resettle
