#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

// SQLite, as far as it is needed. Not for use by several threads at once.
//
// Errors: what the file system or the file is to blame for (disk full, no permission, locked by
// another process, damaged) is an InputError with file and remedy. A statement that does not fit
// the tables of the file is a std::logic_error.

namespace resettle {

class Database;

/// A prepared statement; values are bound from 1 on, columns count from 0.
class Statement {
 public:
  Statement& bind(int parameter, std::int64_t value);
  Statement& bind(int parameter, std::string_view text);
  /// The bytes must live until the statement has run.
  Statement& bind(int parameter, std::span<const std::byte> bytes);

  /// Goes to the next row; false if there is none. The statement may then be bound and run again.
  bool step();
  /// Runs a statement that gives no rows.
  void run();

  [[nodiscard]] std::int64_t integer(int column) const;
  [[nodiscard]] std::string text(int column) const;
  [[nodiscard]] std::vector<std::byte> bytes(int column) const;

 private:
  friend class Database;
  struct Close {
    void operator()(void* statement) const;
  };
  Statement(const Database& database, void* statement);

  const Database* database_;
  std::unique_ptr<void, Close> statement_;
};

/// A database file that one process at a time uses.
class Database {
 public:
  enum class Use { create, open };

  /// Bytes of the whole path of a file, from the root; SQLite takes 512 with "-journal".
  static constexpr std::size_t kLongestPath = 504;

  /// Opens the file, or makes it, and keeps other processes out until it is closed.
  Database(const std::filesystem::path& file, Use use);
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  [[nodiscard]] Statement prepare(std::string_view sql) const;
  void execute(std::string_view sql) { prepare(sql).run(); }
  [[nodiscard]] const std::filesystem::path& file() const { return file_; }
  /// Where the file is now: another place if it or its folder was moved since it was opened;
  /// nothing if somebody has removed it. It can be used all the same until it is closed, if it was
  /// written to before.
  [[nodiscard]] std::optional<std::filesystem::path> whereabouts() const;

  /// Takes the file away while other processes are still kept out; after that the database can only
  /// be closed. What kept the system from it, if anything. A file that somebody has removed or
  /// moved is let go: what has the name now is another's.
  std::error_code unlink();
  /// Removes a database file, whatever is in it; nothing if there is none. Errors: InputError if
  /// another process uses it or the system does not let go of it.
  static void remove(const std::filesystem::path& file);
  /// Whether a process works on this database file now.
  static bool is_in_use(const std::filesystem::path& file);

 private:
  friend class Statement;
  /// The file opened; of what is in it nothing is read.
  Database(const std::filesystem::path& file, int flags);
  void close();
  [[nodiscard]] bool has_moved() const { return whereabouts() != file_; }
  /// Lets go of the journal; after that nothing can be written any more.
  void leave_journal() noexcept;
  /// Refuses a file that has moved.
  void check_not_moved() const;
  [[nodiscard]] bool is_locked() const;
  /// Takes the lock without reading the file, which may be damaged.
  void lock_unread() const;
  [[nodiscard]] std::error_code remove_files() const;
  /// Throws the error that SQLite's result code stands for.
  [[noreturn]] void fail(int code) const;
  void check(int code) const;

  std::filesystem::path file_;
  void* handle_ = nullptr;
  int place_ = -1;  ///< descriptor that only says which file it is
};

/// What is written in one transaction is written entirely or not at all, whatever happens to the
/// process or the machine.
class Transaction {
 public:
  explicit Transaction(Database& database) : database_(database) { database_.execute("BEGIN"); }
  ~Transaction();
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  void commit();

 private:
  Database& database_;
  bool done_ = false;
};

}  // namespace resettle
