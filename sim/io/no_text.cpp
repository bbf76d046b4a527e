#include "io/no_text.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include <fmt/format.h>

#include "core/called_as.h"

namespace resettle {
namespace {

using namespace std::string_view_literals;

constexpr auto kHdf5 = "\x89HDF\r\n\x1a\n"sv;

const std::string kExport =
    "open it in the program that wrote it, and save what is needed as plain text in UTF-8 (a "
    "table as CSV)";

/// HDF5 begins at once or after a block of 512 bytes, 1,024, 2,048 ...
bool is_hdf5(std::string_view bytes) {
  if (bytes.starts_with(kHdf5)) return true;
  for (std::size_t at = 512; at + kHdf5.size() <= bytes.size(); at *= 2) {
    if (bytes.substr(at, kHdf5.size()) == kHdf5) return true;
  }
  return false;
}

NoText progress_of_run() {
  return {"this is a database (SQLite), as the progress of a run is",
          fmt::format("'{} resume STUDY.h5' goes on with a run that was interrupted; its progress "
                      "lies beside it as STUDY.h5.progress",
                      called_as())};
}

NoText study_file() {
  return {"this is a finished study (HDF5), which holds results, not text",
          fmt::format("give the YAML file that it was run from; '{0} compare' shows a finished "
                      "study, '{0} extend' adds replicates or arms to it, '{0} verify' checks it",
                      called_as())};
}

struct Beginning {
  std::string_view bytes;
  std::string_view what;
  std::string_view remedy;  ///< empty: kExport
};

constexpr std::string_view kUnpack = "unpack it first";
constexpr std::array kBeginnings{
    Beginning{"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"sv,
              "this is a document of an older office program (.xls, .doc or .hwp), not text", ""},
    Beginning{"HWP Document File"sv, "this is a document of Hangul (.hwp), not text", ""},
    Beginning{"%PDF-"sv, "this is a PDF document, not text", ""},
    Beginning{"{\\rtf"sv, "this is a document of a word processor (RTF), not plain text", ""},
    Beginning{"\x1f\x8b"sv, "this is a compressed file (gzip), not text", kUnpack},
    Beginning{"BZh"sv, "this is a compressed file (bzip2), not text", kUnpack},
    Beginning{"\xfd"
              "7zXZ\0"sv,
              "this is a compressed file (xz), not text", kUnpack},
    Beginning{"\x28\xb5\x2f\xfd"sv, "this is a compressed file (Zstandard), not text", kUnpack},
    Beginning{"7z\xbc\xaf\x27\x1c"sv, "this is a 7-Zip archive, not text", kUnpack},
    Beginning{"Rar!\x1a\x07"sv, "this is a RAR archive, not text", kUnpack},
    Beginning{"PAR1"sv, "this is a Parquet table, not text", ""},
    Beginning{"\x89PNG\r\n"sv, "this is a picture (PNG), not text", ""},
    Beginning{"\xff\xd8\xff"sv, "this is a picture (JPEG), not text", ""},
    Beginning{"GIF8"sv, "this is a picture (GIF), not text", ""},
    Beginning{"\x7f"
              "ELF"sv,
              "this is a program, not text", "give a text file"},
    Beginning{"<!DOCTYPE"sv, "this is a web page, not the file itself",
              "download the file itself (\"raw\")"},
    Beginning{"<html"sv, "this is a web page, not the file itself",
              "download the file itself (\"raw\")"},
};

/// Spreadsheets and documents of today are ZIP archives; names in them tell which.
constexpr std::string_view kSheet = "this is a spreadsheet (Excel or OpenDocument), not text";
constexpr std::string_view kSaveSheet = "save the sheet as 'CSV UTF-8 (comma delimited)'";
constexpr std::string_view kDocument = "this is a document of a word processor, not plain text";
constexpr std::array kInZip{
    Beginning{"xl/"sv, kSheet, kSaveSheet},
    Beginning{"opendocument.spreadsheet"sv, kSheet, kSaveSheet},
    Beginning{"word/"sv, kDocument, ""},
    Beginning{"opendocument.text"sv, kDocument, ""},
    Beginning{""sv, "this is a ZIP archive, not text", "unpack it first: unzip FILE"},
};

NoText told(const Beginning& known) {
  return {std::string(known.what), known.remedy.empty() ? kExport : std::string(known.remedy)};
}

/// The shares of bytes at even and odd places that are 0, as every second one is in UTF-16.
bool has_zeros_of_utf16(std::string_view bytes) {
  const auto piece = bytes.substr(0, 4096);
  std::array<std::size_t, 2> zeros{};
  for (std::size_t i = 0; i < piece.size(); ++i) {
    if (piece[i] == '\0') ++zeros[i % 2];
  }
  const auto [few, many] = std::minmax(zeros[0], zeros[1]);
  return many > piece.size() / 8 && few * 8 < many;
}

/// Whether all bytes above ASCII are pairs of CP949, most of them Hangul of EUC-KR: other encodings
/// of one byte a character do not pass.
bool is_cp949(std::string_view bytes) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(bytes[i]); };
  const auto between = [](unsigned value, unsigned low, unsigned high) {
    return value >= low && value <= high;
  };
  std::size_t pairs = 0;
  std::size_t hangul = 0;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    if (byte(i) < 0x80) continue;
    if (!between(byte(i), 0x81, 0xfe) || i + 1 == bytes.size()) return false;
    const unsigned second = byte(i + 1);
    if (!between(second, 0x41, 0x5a) && !between(second, 0x61, 0x7a) &&
        !between(second, 0x81, 0xfe)) {
      return false;
    }
    ++pairs;
    if (between(byte(i), 0xb0, 0xc8) && second >= 0xa1) ++hangul;
    ++i;
  }
  return pairs > 0 && hangul * 2 >= pairs;
}

}  // namespace

std::optional<NoText> no_text(std::string_view bytes) {
  if (is_hdf5(bytes)) return study_file();
  if (bytes.starts_with("SQLite format 3\0"sv)) return progress_of_run();
  if (bytes.starts_with("PK\x03\x04"sv)) {
    return told(*std::find_if(kInZip.begin(), kInZip.end(), [&](const auto& known) {
      return bytes.find(known.bytes) != bytes.npos;
    }));
  }
  const auto* found = std::find_if(kBeginnings.begin(), kBeginnings.end(), [&](const auto& known) {
    return bytes.starts_with(known.bytes);
  });
  return found == kBeginnings.end() ? std::nullopt : std::optional(told(*found));
}

std::optional<NoText> other_encoding(std::string_view bytes) {
  const std::string how =
      "save it as UTF-8: in the editor under 'Save as', in Excel as 'CSV UTF-8 (comma delimited)'";
  if (bytes.starts_with("\xff\xfe\0\0"sv) || bytes.starts_with("\0\0\xfe\xff"sv)) {
    return NoText{"the text is in UTF-32", how};
  }
  if (bytes.starts_with("\xff\xfe"sv) || bytes.starts_with("\xfe\xff"sv) ||
      has_zeros_of_utf16(bytes)) {
    return NoText{"the text is in UTF-16, which Windows calls 'Unicode'",
                  how + ", or with 'iconv -f UTF-16 -t UTF-8 FILE > NEW'"};
  }
  if (is_cp949(bytes)) {
    return NoText{"the text is in CP949 (EUC-KR), the Korean encoding of Windows ('ANSI')",
                  how + ", or with 'iconv -f CP949 -t UTF-8 FILE > NEW'"};
  }
  return std::nullopt;
}

}  // namespace resettle
