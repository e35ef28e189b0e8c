//! The authoritative skin: bytes in, bytes out. A caller writes JSON where `alloc` says, calls
//! `verdict`, `sanitise` or `lint`, reads at the returned `pointer << 32 | length`, then `reset`s.
#![cfg_attr(target_arch = "wasm32", no_std)]

#[cfg(target_arch = "wasm32")]
#[expect(unsafe_code, reason = "an allocator and raw buffers are what a byte ABI consists of")]
mod guest {
    extern crate alloc as std_alloc;

    use core::alloc::{GlobalAlloc, Layout};
    use core::arch::wasm32::{memory_grow, memory_size};
    use core::cell::UnsafeCell;
    use core::ptr::null_mut;
    use std_alloc::vec::Vec;

    unsafe extern "C" {
        // First byte after the static data, placed by the linker.
        static __heap_base: u8;
    }

    /// A bump arena that takes back its newest block only; `reset` empties it between calls.
    struct Arena(UnsafeCell<usize>);

    // SAFETY: a module without threads has one thread.
    unsafe impl Sync for Arena {}

    #[global_allocator]
    static ARENA: Arena = Arena(UnsafeCell::new(0));

    // SAFETY: blocks are disjoint (the cursor moves past them), aligned, inside the memory.
    unsafe impl GlobalAlloc for Arena {
        unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
            let base = &raw const __heap_base as usize;
            let cursor = unsafe { *self.0.get() }.max(base);
            let start = cursor.next_multiple_of(layout.align());
            let Some(end) = start.checked_add(layout.size()) else { return null_mut() };
            let missing = end.saturating_sub(memory_size(0) * 65536).div_ceil(65536);
            if missing > 0 && memory_grow(0, missing) == usize::MAX {
                return null_mut();
            }
            unsafe { *self.0.get() = end };
            start as *mut u8
        }

        unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
            let cursor = self.0.get();
            if unsafe { *cursor } == block as usize + layout.size() {
                unsafe { *cursor = block as usize };
            }
        }

        unsafe fn realloc(&self, block: *mut u8, layout: Layout, size: usize) -> *mut u8 {
            let before = unsafe { *self.0.get() };
            unsafe { self.dealloc(block, layout) }; // The newest block then grows in place.
            let wanted = unsafe { Layout::from_size_align_unchecked(size, layout.align()) };
            let grown = unsafe { self.alloc(wanted) };
            if grown.is_null() {
                unsafe { *self.0.get() = before };
            } else if grown != block {
                unsafe { core::ptr::copy(block, grown, layout.size().min(size)) };
            }
            grown
        }
    }

    #[panic_handler]
    fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
        core::arch::wasm32::unreachable()
    }

    /// Room for `len` bytes of input; traps when memory is exhausted.
    #[unsafe(no_mangle)]
    extern "C" fn alloc(len: u32) -> u32 {
        Vec::<u8>::with_capacity(len as usize).leak().as_mut_ptr() as u32
    }

    /// Empties the arena; every earlier pointer is void.
    #[unsafe(no_mangle)]
    extern "C" fn reset() {
        unsafe { *ARENA.0.get() = 0 };
    }

    /// SAFETY: `ptr` and `len` must be a buffer from `alloc` that the caller filled.
    unsafe fn answer(ptr: u32, len: u32, door: fn(&[u8]) -> Vec<u8>) -> u64 {
        let input = unsafe { core::slice::from_raw_parts(ptr as *const u8, len as usize) };
        let out = door(input).leak();
        (u64::from(out.as_ptr() as u32) << 32) | out.len() as u64
    }

    // Each door is `scoring_core::abi`'s function of the same name, on a buffer from `alloc`.
    macro_rules! door {
        ($($name:ident)*) => {$(
            #[unsafe(no_mangle)]
            extern "C" fn $name(ptr: u32, len: u32) -> u64 {
                unsafe { answer(ptr, len, scoring_core::abi::$name) }
            }
        )*};
    }
    door!(verdict sanitise lint);
}
