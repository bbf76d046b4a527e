#include "io/database.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <new>
#include <system_error>
#include <utility>

#include <fmt/format.h>

#include "core/errors.h"

namespace resettle {

namespace {

sqlite3_stmt* native(void* statement) { return static_cast<sqlite3_stmt*>(statement); }
sqlite3* native_database(void* handle) { return static_cast<sqlite3*>(handle); }

bool is_out_of_space(int code, int error_number) {
  return code == SQLITE_FULL || error_number == ENOSPC || error_number == EDQUOT ||
         error_number == EFBIG;
}

/// The file as SQLite has it, opened but not read.
sqlite3_file& file_of(sqlite3* database) {
  sqlite3_file* file = nullptr;
  const int code = sqlite3_file_control(database, "main", SQLITE_FCNTL_FILE_POINTER, &file);
  require(code == SQLITE_OK && file != nullptr && file->pMethods != nullptr,
          "SQLite opens a file at once");
  return *file;
}

/// The system's reason for the last error of this kind; 0: none is known.
int error_of_system(sqlite3* database, int kind, const std::filesystem::path& file) {
  int number = 0;
  if (database == nullptr) return number;
  // SQLite's own reason is that of a second attempt, to read only.
  const std::filesystem::path folder = file.has_parent_path() ? file.parent_path() : ".";
  if (kind == SQLITE_CANTOPEN && ::access(folder.c_str(), W_OK) != 0) number = errno;
  if (kind == SQLITE_IOERR) {
    sqlite3_file_control(database, "main", SQLITE_FCNTL_LAST_ERRNO, &number);
  }
  return number;
}

std::string remedy_for(int code, int error_number, const std::filesystem::path& file) {
  if (is_out_of_space(code, error_number)) {
    return "free space on the disk of " + file.string() +
           " (or raise the quota or size limit), or run it in another folder (run -o); what was "
           "saved before is safe";
  }
  switch (code) {
    case SQLITE_IOERR:
      return "the disk of " + file.string() +
             " cannot be read or written: check it (network folders: the connection); what was "
             "saved before is safe";
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return "wait for it, or stop it first, or give a run another name (run -o)";
    case SQLITE_READONLY:
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
    case SQLITE_AUTH:
      return "check that the folder exists and that you may write there, or run it in another (run "
             "-o)";
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return "the file is damaged or not a progress file: begin again, with the command that began "
             "it and --restart";
    default:
      return "";
  }
}

/// Opening a pipe would wait for its other end.
void refuse_if_not_ordinary(const std::filesystem::path& file) {
  std::error_code error;  // what cannot be seen is reported when it is opened
  const auto status = std::filesystem::status(file, error);
  if (!std::filesystem::exists(status) || std::filesystem::is_regular_file(status)) return;
  throw InputError({{file.string()},
                    "",
                    "this is no ordinary file, so that no progress can be kept there",
                    "move it elsewhere, or run it under another name (run -o)"});
}

/// A file may have been made up: nothing that is written in it is carried out.
void distrust(sqlite3* database) {
  constexpr int kOff[] = {SQLITE_DBCONFIG_TRUSTED_SCHEMA, SQLITE_DBCONFIG_ENABLE_TRIGGER,
                          SQLITE_DBCONFIG_ENABLE_VIEW};
  for (const int setting : kOff) sqlite3_db_config(database, setting, 0, nullptr);
  sqlite3_db_config(database, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
}

}  // namespace

// --- statements ---

void Statement::Close::operator()(void* statement) const { sqlite3_finalize(native(statement)); }

Statement::Statement(const Database& database, void* statement)
    : database_(&database), statement_(statement) {}

Statement& Statement::bind(int parameter, std::int64_t value) {
  database_->check(sqlite3_bind_int64(native(statement_.get()), parameter, value));
  return *this;
}

Statement& Statement::bind(int parameter, std::string_view text) {
  database_->check(sqlite3_bind_text64(native(statement_.get()), parameter, text.data(),
                                       text.size(), SQLITE_TRANSIENT, SQLITE_UTF8));
  return *this;
}

Statement& Statement::bind(int parameter, std::span<const std::byte> bytes) {
  // A null pointer would bind no value instead of no bytes.
  const void* data = bytes.empty() ? static_cast<const void*>("") : bytes.data();
  database_->check(
      sqlite3_bind_blob64(native(statement_.get()), parameter, data, bytes.size(), SQLITE_STATIC));
  return *this;
}

bool Statement::step() {
  const int code = sqlite3_step(native(statement_.get()));
  if (code == SQLITE_ROW) return true;
  if (code != SQLITE_DONE) database_->fail(code);  // before a reset, which forgets the reason
  sqlite3_reset(native(statement_.get()));
  return false;
}

void Statement::run() {
  while (step()) {
  }
}

std::int64_t Statement::integer(int column) const {
  return sqlite3_column_int64(native(statement_.get()), column);
}

std::string Statement::text(int column) const {
  const auto* text = sqlite3_column_text(native(statement_.get()), column);
  const auto size = sqlite3_column_bytes(native(statement_.get()), column);
  return text == nullptr
             ? std::string()
             : std::string(reinterpret_cast<const char*>(text), static_cast<std::size_t>(size));
}

std::vector<std::byte> Statement::bytes(int column) const {
  const auto* data =
      static_cast<const std::byte*>(sqlite3_column_blob(native(statement_.get()), column));
  const auto size = sqlite3_column_bytes(native(statement_.get()), column);
  return data == nullptr ? std::vector<std::byte>() : std::vector<std::byte>(data, data + size);
}

// --- the database ---

Database::Database(const std::filesystem::path& file, int flags) : file_(file) {
  refuse_if_not_ordinary(file);
  sqlite3* opened = nullptr;
  const int code = sqlite3_open_v2(file.c_str(), &opened, flags, nullptr);
  handle_ = opened;
  if (opened != nullptr) distrust(opened);
  // Closing any other descriptor of the file would give up the locks of this process.
  if (code == SQLITE_OK) place_ = ::open(file.c_str(), O_PATH | O_CLOEXEC);
  try {
    check(code);
  } catch (...) {
    close();
    throw;
  }
}

// Once the other constructor is done the destructor closes the file, whatever is thrown here.
Database::Database(const std::filesystem::path& file, Use use)
    : Database(file, SQLITE_OPEN_READWRITE | (use == Use::create ? SQLITE_OPEN_CREATE : 0)) {
  execute("PRAGMA page_size = 65536");   // for large values
  execute("PRAGMA synchronous = FULL");  // what is committed survives a power cut
  execute("PRAGMA locking_mode = EXCLUSIVE");
  execute("BEGIN EXCLUSIVE");  // takes the lock, which is then kept
  execute("COMMIT");
  check_not_moved();
}

Database::~Database() { close(); }

void Database::close() {
  std::error_code error;  // SQLite removes the journal, which belongs to whoever has the name now
  if (has_moved() && std::filesystem::exists(file_, error)) leave_journal();
  sqlite3_close_v2(native_database(handle_));
  if (place_ != -1) ::close(place_);
}

std::optional<std::filesystem::path> Database::whereabouts() const {
  struct stat own {};
  if (::fstat(place_, &own) != 0) return file_;
  if (own.st_nlink == 0) return std::nullopt;
  struct stat there {};
  if (::stat(file_.c_str(), &there) == 0) {
    if (there.st_ino == own.st_ino && there.st_dev == own.st_dev) return file_;
  } else if (errno != ENOENT && errno != ENOTDIR) {
    return file_;  // it cannot be seen, which says nothing of the file
  }
  std::error_code error;
  const auto now = std::filesystem::read_symlink(fmt::format("/proc/self/fd/{}", place_), error);
  return error ? file_ : now;
}

void Database::leave_journal() noexcept {
  try {
    sqlite3_db_config(native_database(handle_), SQLITE_DBCONFIG_DEFENSIVE, 0, nullptr);
    execute("PRAGMA journal_mode = OFF");
  } catch (const std::exception&) {
    // It cannot be read or written any more, and neither will be a journal.
  }
}

void Database::check_not_moved() const {
  int moved = 0;  // before it was known which file this is
  check(sqlite3_file_control(native_database(handle_), "main", SQLITE_FCNTL_HAS_MOVED, &moved));
  if (moved != 0 || has_moved()) fail(SQLITE_BUSY);
}

void Database::lock_unread() const {
  sqlite3* database = native_database(handle_);
  if (sqlite3_db_readonly(database, "main") == 1) fail(SQLITE_READONLY);
  sqlite3_file& file = file_of(database);
  for (const int lock : {SQLITE_LOCK_SHARED, SQLITE_LOCK_RESERVED, SQLITE_LOCK_EXCLUSIVE}) {
    check(file.pMethods->xLock(&file, lock));
  }
}

bool Database::is_locked() const {
  sqlite3_file& file = file_of(native_database(handle_));
  int locked = 0;
  check(file.pMethods->xCheckReservedLock(&file, &locked));
  return locked != 0;
}

bool Database::is_in_use(const std::filesystem::path& file) {
  try {
    return Database(file, SQLITE_OPEN_READONLY).is_locked();
  } catch (const InputError&) {
    return false;  // not there, or not to be read: nobody works on it as far as can be seen
  }
}

std::error_code Database::unlink() {
  if (has_moved()) return {};
  leave_journal();  // by the time the file is closed it may be another's
  return remove_files();
}

std::error_code Database::remove_files() const {
  std::error_code error;
  std::filesystem::path journal = file_;
  journal += "-journal";  // SQLite's; a process that was killed may have left it
  // The journal first: once the file is gone, the journal may be that of a new one.
  std::filesystem::remove(journal, error);
  std::filesystem::remove(file_, error);
  return error;
}

void Database::remove(const std::filesystem::path& file) {
  std::error_code error;  // a file that cannot be seen cannot be opened either
  if (!std::filesystem::exists(file, error) && !error) return;
  const Database database(file, SQLITE_OPEN_READWRITE);
  database.lock_unread();
  database.check_not_moved();
  if (database.remove_files()) database.fail(SQLITE_PERM);
}

Statement Database::prepare(std::string_view sql) const {
  sqlite3_stmt* statement = nullptr;
  check(sqlite3_prepare_v2(native_database(handle_), sql.data(), static_cast<int>(sql.size()),
                           &statement, nullptr));
  return {*this, statement};
}

void Database::check(int code) const {
  if (code != SQLITE_OK) fail(code);
}

void Database::fail(int code) const {
  const int kind = code & 0xff;  // the upper bits say more than is needed
  std::string message = sqlite3_errstr(kind);
  if (handle_ != nullptr && (sqlite3_errcode(native_database(handle_)) & 0xff) == kind) {
    message = sqlite3_errmsg(native_database(handle_));
  }
  if (kind == SQLITE_NOMEM) throw std::bad_alloc();
  const int error_number = error_of_system(native_database(handle_), kind, file_);
  const std::string remedy = remedy_for(kind, error_number, file_);
  if (kind == SQLITE_BUSY || kind == SQLITE_LOCKED) {
    throw InputError({{file_.string()}, "", "another process is running this study", remedy});
  }
  if (remedy.empty()) throw std::logic_error("SQLite: " + message);
  if (sqlite3_extended_errcode(native_database(handle_)) == SQLITE_READONLY_DBMOVED) {
    throw InputError({{file_.string()},
                      "",
                      "the progress was removed or moved by somebody while this run began",
                      "begin again, and leave the file alone until the run is done"});
  }
  if (is_out_of_space(kind, error_number)) {
    message = "the disk is full, or a quota or size limit is reached";
  } else if (error_number != 0) {
    message += " (" + std::generic_category().message(error_number) + ")";
  }
  throw InputError({{file_.string()}, "", "the progress cannot be kept: " + message, remedy});
}

// --- transactions ---

Transaction::~Transaction() {
  if (done_) return;
  try {
    database_.execute("ROLLBACK");
  } catch (const std::exception&) {
    // SQLite has rolled back by itself after the error that ended the transaction.
  }
}

void Transaction::commit() {
  database_.execute("COMMIT");
  done_ = true;
}

}  // namespace resettle
