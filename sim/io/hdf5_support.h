#pragma once

#include <hdf5.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "io/labelled_file.h"

// What the sources of the labelled-array layer share; the only header that shows HDF5.

namespace resettle::hdf5 {

static_assert(std::is_same_v<hid_t, std::int64_t>, "HDF5 1.10 or later is needed");

/// Keeps HDF5 from printing its errors in the calling thread.
void silence_errors();

/// Throws InputError about an object.
[[noreturn]] void refuse(const ObjectName& where, std::string message, std::string_view remedy);

/// A remedy for a name that is not in the file.
std::string did_you_mean(const std::string& name, const std::vector<std::string>& known);

/// Throws InputError: what could not be done to which object, HDF5's innermost message, remedy.
[[noreturn]] void fail(const ObjectName& where, std::string_view action);

/// The result of an HDF5 call; negative means failure.
template <class T>
T check(T result, const ObjectName& where, std::string_view action) {
  if (result < 0) fail(where, action);
  return result;
}

/// A handle to a new identifier; a negative one means failure.
Handle own(hid_t id, Handle::Close close, const ObjectName& where, std::string_view action);

/// Type in the file and in memory (little-endian, so both are the same).
hid_t native(ElementType type);

/// Variable-length UTF-8 text.
Handle text_type(const ObjectName& where);

/// A remedy for an error text of HDF5 or of the system, judged by its error number (0: none).
std::string_view remedy_for(int error_number, std::string_view message);

inline int close_file(std::int64_t id) { return H5Fclose(id); }
inline int close_group(std::int64_t id) { return H5Gclose(id); }
inline int close_dataset(std::int64_t id) { return H5Dclose(id); }
inline int close_space(std::int64_t id) { return H5Sclose(id); }
inline int close_type(std::int64_t id) { return H5Tclose(id); }
inline int close_properties(std::int64_t id) { return H5Pclose(id); }
inline int close_attribute(std::int64_t id) { return H5Aclose(id); }

}  // namespace resettle::hdf5
