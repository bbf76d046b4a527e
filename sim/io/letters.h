#pragma once

namespace resettle {

/// Whether it is a letter of any of the scripts in use today, whole by itself (NFC).
bool is_letter(char32_t code);

/// Whether it is a part of a letter that Unicode also has as a whole one, as file names of macOS
/// have them: an accent, or a consonant or vowel of a Hangul syllable.
bool is_combining(char32_t code);

/// The small letter of a capital one of Latin, Greek or Cyrillic; others as they are.
char32_t small_letter(char32_t code);

}  // namespace resettle
