#include "study/verify.h"

#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <new>
#include <system_error>
#include <utility>

#include <fmt/format.h>

#include "core/errors.h"
#include "io/seal.h"
#include "io/sha256.h"
#include "study/same_results.h"
#include "study_file/verification.h"

namespace resettle {

namespace {

namespace fs = std::filesystem;

/// "place\twhat\n": what the reading process tells.
void tell(int pipe, const std::string& place, std::string what) {
  std::replace(what.begin(), what.end(), '\n', ' ');
  const std::string line = place + '\t' + what + '\n';
  for (std::size_t at = 0; at < line.size();) {
    const auto written = ::write(pipe, line.data() + at, line.size() - at);
    if (written <= 0) return;  // nobody listens any more
    at += static_cast<std::size_t>(written);
  }
}

/// On some damage libhdf5 1.10 never comes back (H5HG_read on a heap of zeros): a signal (SIGPROF)
/// ends the process unless the next step begins within half a minute, and a second for every 5 MB
/// there are. Of its own work: it may be stopped, or wait for the disk, as long as it takes.
void have_patience(const fs::path& study) {
  constexpr std::uintmax_t kBytesPerSecond = 5'000'000;
  std::error_code error;
  const auto bytes = fs::file_size(study, error);
  itimerval patience{};
  patience.it_value.tv_sec = 30 + static_cast<time_t>(error ? 0 : bytes / kBytesPerSecond);
  ::setitimer(ITIMER_PROF, &patience, nullptr);
}

constexpr int kNoMemory = 3;  ///< exit code of the reading process

void compare_values(const LabelledFile& file, const fs::path& study, int pipe) {
  const Group group = file.group("verification");
  const auto arms = group.text("arm").read();
  const auto replicates = group.variable("replicate").read<std::int32_t>();
  for (std::size_t a = 0; a < arms.size(); ++a) {
    for (std::size_t r = 0; r < replicates.size(); ++r) {
      for (const auto& [result, digest] : kept_digests(file, a, r)) {
        const std::string place =
            fmt::format("{} (arm {}, replicate {})", result, arms[a], replicates[r]);
        have_patience(study);
        try {
          if (digest_of_values(file, result, a, r) != digest) {
            tell(pipe, place, "the values are not those that were written");
          }
        } catch (const std::bad_alloc&) {
          throw;
        } catch (const std::exception& error) {
          tell(pipe, place, fmt::format("cannot be read: {}", error.what()));
        }
      }
    }
  }
}

/// The work of the reading process; its exit code.
int look_through(const fs::path& study, int pipe) {
  try {
    have_patience(study);
    const auto file = LabelledFile::open_unchecked(study);
    for (const auto& label : changed_labels(file)) {
      tell(pipe, label, "a label, text, attribute or shape is not that which was written");
    }
    compare_values(file, study, pipe);
  } catch (const std::bad_alloc&) {
    return kNoMemory;
  } catch (const std::exception& error) {
    tell(pipe, study.string(), fmt::format("cannot be read: {}", error.what()));
  }
  return 0;
}

std::string read_all(int pipe) {
  std::string text;
  std::vector<char> piece(1 << 16);
  for (;;) {
    const auto count = ::read(pipe, piece.data(), piece.size());
    if (count <= 0) return text;
    text.append(piece.data(), static_cast<std::size_t>(count));
  }
}

std::vector<FileFinding> parse(const std::string& told) {
  std::vector<FileFinding> findings;
  for (std::size_t at = 0; at < told.size();) {
    const auto end = std::min(told.find('\n', at), told.size());
    const auto tab = std::min(told.find('\t', at), end);
    findings.push_back({told.substr(at, tab - at), told.substr(tab + 1, end - tab - 1)});
    at = end + 1;
  }
  return findings;
}

/// Whether a process that ended by this signal fell over what it read; else it was ended by others,
/// for want of memory for example.
bool is_fall(int signal) {
  constexpr std::array kFalls{SIGPROF, SIGSEGV, SIGBUS, SIGABRT, SIGFPE, SIGILL};
  return std::find(kFalls.begin(), kFalls.end(), signal) != kFalls.end();
}

/// Adds how the reading process ended, if it did not come to the end of the file.
void add_ending(int status, const fs::path& study, Damage& damage) {
  if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return;
  if (WIFEXITED(status) && WEXITSTATUS(status) == kNoMemory) {
    damage.unread = "the machine has not enough memory to look through it";
  } else if (WIFSIGNALED(status) && !is_fall(WTERMSIG(status))) {
    damage.unread = fmt::format("the process that looks through it was ended from outside ({})",
                                ::strsignal(WTERMSIG(status)));
  } else {
    const bool endless = WIFSIGNALED(status) && WTERMSIG(status) == SIGPROF;
    damage.findings.push_back(
        {study.string(), std::string("the structure of the file is damaged: reading it fails") +
                             (endless ? " (it does not end)" : "")});
  }
}

[[noreturn]] void refuse_by_system(int error_number, const char* what) {
  throw std::system_error(error_number, std::generic_category(), what);
}

}  // namespace

Damage find_damage(const fs::path& study) {
  int ends[2];
  if (::pipe(ends) != 0) refuse_by_system(errno, "a pipe");
  const pid_t reader = ::fork();
  if (reader < 0) {
    const int error_number = errno;  // before closing, which may change it
    for (const int end : ends) ::close(end);
    refuse_by_system(error_number, "a further process");
  }
  if (reader == 0) {
    ::close(ends[0]);
    ::_exit(look_through(study, ends[1]));
  }
  ::close(ends[1]);
  Damage damage{parse(read_all(ends[0])), {}};
  ::close(ends[0]);
  int status = 0;
  ::waitpid(reader, &status, 0);
  add_ending(status, study, damage);
  return damage;
}

std::vector<CellName> sample_of_cells(const ExistingStudy& study, std::size_t count) {
  std::vector<CellName> cells;
  const auto reference = study.file().group("aggregates").text("arm").text_attribute("reference");
  for (const int replicate : study.replicates()) {
    for (const auto& arm : study.arms()) cells.push_back({arm, replicate});
  }
  // In the order of digests that depend on the content of the file, so that nobody can prepare it
  // for the sample; the first cell of the reference comes first.
  const std::string seal = seal_text(study.path());
  const auto place = [&](const CellName& cell) {
    const bool first = cell.arm == reference && cell.replicate == study.replicates().front();
    return std::pair(!first, sha256(fmt::format("{} {} {}", seal, cell.arm, cell.replicate)));
  };
  std::sort(cells.begin(), cells.end(),
            [&](const CellName& a, const CellName& b) { return place(a) < place(b); });
  if (cells.size() > count) cells.resize(count);
  return cells;
}

std::vector<std::string> differences_of(const ExistingStudy& study, const CellName& cell) {
  const StudyPlan plan = study.plan();
  const auto kept = study.digests(cell.arm, cell.replicate);
  const auto again = simulate_again(plan, {cell.arm}, cell.replicate).front().digests;
  std::vector<std::string> different;
  for (const auto& [result, digest] : kept) {
    const auto found = again.find(result);
    if (found == again.end() || found->second != digest) different.push_back(result);
  }
  // What the file has of no cell, an older version of the program did not record.
  const auto recorded = study.file().group("verification").text("result").read();
  for (const auto& [result, digest] : again) {
    const bool known = std::find(recorded.begin(), recorded.end(), result) != recorded.end();
    if (known && !kept.contains(result)) different.push_back(result);
  }
  return different;
}

}  // namespace resettle
