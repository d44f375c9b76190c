//! The tree against the definitions of RFC 6962 §2.1, written here as they stand there, and its published vectors.

use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::Value;

use super::*;

fn specimen() -> Value {
    serde_json::from_str(include_str!("../../specimens/tree_v1.json")).unwrap()
}

fn hash(value: &Value) -> Hash {
    hex::decode(value.as_str().unwrap()).unwrap().try_into().unwrap()
}

fn hashes(value: &Value) -> Vec<Hash> {
    value.as_array().unwrap().iter().map(hash).collect()
}

fn number(value: &Value) -> u64 {
    value.as_u64().unwrap()
}

fn leaf(data: &[u8]) -> Hash {
    Sha256::new().chain_update([0]).chain_update(data).finalize().into()
}

fn reference_leaves() -> Vec<Hash> {
    let data = specimen()["leaves_data_hex"].clone();
    let data = data.as_array().unwrap().iter();
    data.map(|data| leaf(&hex::decode(data.as_str().unwrap()).unwrap())).collect()
}

/// Leaf i of the large trees: the hash of its index.
fn numbered(count: u64) -> Vec<Hash> {
    (0..count).map(|index| leaf(&index.to_be_bytes())).collect()
}

fn prefix(leaves: &[Hash], size: u64) -> &[Hash] {
    &leaves[..usize::try_from(size).unwrap()]
}

// ---- RFC 6962 §2.1, word for word -----------------------------------------------------------------------------------

fn largest_power_of_two_below(n: usize) -> usize {
    let mut k = 1;
    while k * 2 < n {
        k *= 2;
    }
    k
}

fn mth(d: &[Hash]) -> Hash {
    match d {
        [] => Sha256::digest([]).into(),
        [leaf] => *leaf,
        _ => {
            let k = largest_power_of_two_below(d.len());
            let both = [&[1], mth(&d[..k]).as_slice(), &mth(&d[k..])].concat();
            Sha256::digest(both).into()
        }
    }
}

fn path(m: usize, d: &[Hash]) -> Vec<Hash> {
    if d.len() == 1 {
        return Vec::new();
    }
    let k = largest_power_of_two_below(d.len());
    if m < k {
        [path(m, &d[..k]), vec![mth(&d[k..])]].concat()
    } else {
        [path(m - k, &d[k..]), vec![mth(&d[..k])]].concat()
    }
}

fn subproof(m: usize, d: &[Hash], b: bool) -> Vec<Hash> {
    if m == d.len() {
        return if b { Vec::new() } else { vec![mth(d)] };
    }
    let k = largest_power_of_two_below(d.len());
    if m <= k {
        [subproof(m, &d[..k], b), vec![mth(&d[k..])]].concat()
    } else {
        [subproof(m - k, &d[k..], false), vec![mth(&d[..k])]].concat()
    }
}

// ---- published vectors ----------------------------------------------------------------------------------------------

#[test]
fn the_reference_leaves_give_the_published_roots() {
    let (specimen, leaves) = (specimen(), reference_leaves());
    assert_eq!(empty_root(), hash(&specimen["empty_root_hex"]));
    assert_eq!(root(&[]), empty_root());
    let mut growing = Growing::new();
    for (index, published) in hashes(&specimen["roots_hex"]).iter().enumerate() {
        growing.push(leaves[index]);
        assert_eq!(root(&leaves[..=index]), *published, "{} leaves", index + 1);
        assert_eq!(growing.root(), *published, "{} leaves, grown", index + 1);
    }
    assert_eq!(growing.size(), 8);
}

#[test]
fn the_published_inclusion_proofs_are_made_and_hold() {
    let (specimen, leaves) = (specimen(), reference_leaves());
    for proof in specimen["inclusion"].as_array().unwrap() {
        let (index, size) = (number(&proof["index"]), number(&proof["size"]));
        let published = hashes(&proof["path_hex"]);
        let leaf = leaves[usize::try_from(index).unwrap()];
        let root = root(prefix(&leaves, size));
        assert_eq!(inclusion(index, size, leaves.as_slice()).unwrap(), published, "{proof}");
        assert!(check_inclusion(&leaf, index, size, &published, &root), "{proof}");
    }
}

#[test]
fn the_published_consistency_proofs_are_made_and_hold() {
    let (specimen, leaves) = (specimen(), reference_leaves());
    for proof in specimen["consistency"].as_array().unwrap() {
        let (older, newer) = (number(&proof["older"]), number(&proof["newer"]));
        let published = hashes(&proof["path_hex"]);
        let (before, after) = (root(prefix(&leaves, older)), root(prefix(&leaves, newer)));
        assert_eq!(consistency(older, newer, leaves.as_slice()).unwrap(), published, "{proof}");
        assert!(check_consistency(older, newer, &published, &before, &after), "{proof}");
    }
}

#[test]
fn large_trees_have_their_frozen_roots_from_leaves_and_from_tiles() {
    let specimen = specimen();
    let leaves = numbered(70_000);
    for large in specimen["large"]["roots"].as_array().unwrap() {
        let (size, frozen) = (number(&large["size"]), hash(&large["root_hex"]));
        let whole = 0..size;
        let tiles = read_tiles(&leaves, std::slice::from_ref(&whole), size);
        assert_eq!(root(prefix(&leaves, size)), frozen, "{size} leaves");
        assert_eq!(root_of(size, &tiles).unwrap(), frozen, "{size} leaves, from tiles");
    }
}

// ---- properties -----------------------------------------------------------------------------------------------------

/// The tiles a store would give for those spans, from the leaves.
fn read_tiles(leaves: &[Hash], spans: &[std::ops::Range<u64>], size: u64) -> TileSet {
    let mut set = TileSet::default();
    for tile in tiles_under(spans) {
        let hashes = tile.hashes(size);
        let hash = |index| leaves.hash(Subtree { level: tile.level, index }).unwrap();
        assert!(hashes.end - hashes.start <= TILE_WIDTH && !hashes.is_empty(), "{tile:?}");
        set.insert(tile, hashes.map(hash).collect());
    }
    set
}

fn index(of: proptest::sample::Index, size: usize) -> u64 {
    u64::try_from(of.index(size)).unwrap()
}

fn size_of(leaves: &[Hash]) -> u64 {
    u64::try_from(leaves.len()).unwrap()
}

proptest! {
    #[test]
    fn roots_are_those_of_the_definition(leaves in vec(any::<Hash>(), 0..300)) {
        prop_assert_eq!(root(&leaves), mth(&leaves));
        prop_assert_eq!(root_of(size_of(&leaves), leaves.as_slice()).unwrap(), mth(&leaves));
    }

    #[test]
    fn inclusion_proofs_are_those_of_the_definition(
        leaves in vec(any::<Hash>(), 1..300),
        of: proptest::sample::Index,
    ) {
        let (index, size) = (index(of, leaves.len()), size_of(&leaves));
        let (leaf, root) = (leaves[of.index(leaves.len())], mth(&leaves));
        let proof = inclusion(index, size, leaves.as_slice()).unwrap();
        prop_assert_eq!(&proof, &path(of.index(leaves.len()), &leaves));
        prop_assert!(check_inclusion(&leaf, index, size, &proof, &root));
    }

    #[test]
    fn an_inclusion_proof_changed_in_anything_fails(
        leaves in vec(any::<Hash>(), 2..100),
        of: proptest::sample::Index,
        byte: proptest::sample::Index,
    ) {
        let (index, size) = (index(of, leaves.len()), size_of(&leaves));
        let (leaf, root) = (leaves[of.index(leaves.len())], mth(&leaves));
        let proof = inclusion(index, size, leaves.as_slice()).unwrap();
        let fails = |leaf: &Hash, index, size, path: &[Hash], root: &Hash| {
            !check_inclusion(leaf, index, size, path, root)
        };
        for place in 0..proof.len() {
            let mut changed = proof.clone();
            changed[place][byte.index(32)] ^= 1;
            prop_assert!(fails(&leaf, index, size, &changed, &root));
            changed.remove(place);
            prop_assert!(fails(&leaf, index, size, &changed, &root));
        }
        let longer = [proof.as_slice(), &[root]].concat();
        let prefixed = [&[root], proof.as_slice()].concat();
        prop_assert!(fails(&leaf, index, size, &longer, &root));
        prop_assert!(fails(&leaf, index, size, &prefixed, &root));
        prop_assert!(fails(&root, index, size, &proof, &root));
        prop_assert!(fails(&leaf, index, size, &proof, &leaf));
        for other in (0..size + 2).filter(|other| *other != index) {
            prop_assert!(fails(&leaf, other, size, &proof, &root));
        }
        prop_assert!(fails(&leaf, index, index, &proof, &root));
        prop_assert!(fails(&leaf, index, 0, &[], &leaf));
    }

    #[test]
    fn consistency_proofs_are_those_of_the_definition(
        leaves in vec(any::<Hash>(), 1..300),
        of: proptest::sample::Index,
    ) {
        let (older, newer) = (index(of, leaves.len()) + 1, size_of(&leaves));
        let (before, after) = (mth(prefix(&leaves, older)), mth(&leaves));
        let proof = consistency(older, newer, leaves.as_slice()).unwrap();
        prop_assert_eq!(&proof, &subproof(of.index(leaves.len()) + 1, &leaves, true));
        prop_assert!(check_consistency(older, newer, &proof, &before, &after));
    }

    #[test]
    fn a_consistency_proof_changed_in_anything_fails(
        leaves in vec(any::<Hash>(), 2..100),
        of: proptest::sample::Index,
        byte: proptest::sample::Index,
    ) {
        let (older, newer) = (index(of, leaves.len() - 1) + 1, size_of(&leaves));
        let (before, after) = (mth(prefix(&leaves, older)), mth(&leaves));
        let proof = consistency(older, newer, leaves.as_slice()).unwrap();
        for place in 0..proof.len() {
            let mut changed = proof.clone();
            changed[place][byte.index(32)] ^= 1;
            prop_assert!(!check_consistency(older, newer, &changed, &before, &after));
            changed.remove(place);
            prop_assert!(!check_consistency(older, newer, &changed, &before, &after));
        }
        for longer in [[proof.as_slice(), &[before]].concat(), [&[after], proof.as_slice()].concat()] {
            prop_assert!(!check_consistency(older, newer, &longer, &before, &after));
        }
        for height in [newer * 2, newer / 2] {
            prop_assert!(!check_consistency(older, height, &proof, &before, &after));
        }
        prop_assert!(!check_consistency(older, newer, &[], &before, &after));
        prop_assert!(!check_consistency(older, newer, &proof, &after, &before));
        prop_assert!(!check_consistency(newer, older, &proof, &after, &before));
    }

    /// The history that was signed is the one that is there: any leaf changed in the older tree breaks the proof.
    #[test]
    fn no_proof_leads_from_another_past(
        leaves in vec(any::<Hash>(), 2..100),
        of: proptest::sample::Index,
        changed: proptest::sample::Index,
    ) {
        let (older, newer) = (index(of, leaves.len() - 1) + 1, size_of(&leaves));
        let signed = mth(prefix(&leaves, older));
        let mut forged = leaves.clone();
        forged[changed.index(usize::try_from(older).unwrap())][0] ^= 1;
        let proof = consistency(older, newer, forged.as_slice()).unwrap();
        prop_assert!(!check_consistency(older, newer, &proof, &signed, &mth(&forged)));
    }

    #[test]
    fn tiles_give_what_leaves_give(size in 1..66_000_u64, of: proptest::sample::Index) {
        let leaves = numbered(size);
        let at = index(of, leaves.len());
        let tiles = read_tiles(&leaves, &inclusion_spans(at, size), size);
        let proof = inclusion(at, size, &tiles).unwrap();
        let root = root(&leaves);
        prop_assert!(check_inclusion(&leaves[of.index(leaves.len())], at, size, &proof, &root));
        let tiles = read_tiles(&leaves, &consistency_spans(at + 1, size), size);
        let proof = consistency(at + 1, size, &tiles).unwrap();
        let before = super::root(prefix(&leaves, at + 1));
        prop_assert!(check_consistency(at + 1, size, &proof, &before, &root));
    }

    /// At most two tiles a level, whatever the sizes: the right edge's, and the leaf's or the older edge's.
    #[test]
    fn a_proof_reads_few_tiles(size in 1..(1_u64 << 40), of in any::<u64>()) {
        let at = of % size;
        let whole = 0..size;
        prop_assert!(most_of_a_level(std::slice::from_ref(&whole)) <= 1);
        prop_assert!(most_of_a_level(&inclusion_spans(at, size)) <= 2);
        prop_assert!(most_of_a_level(&consistency_spans(at + 1, size)) <= 2);
    }
}

/// How many tiles below the last stored level those spans take, on the level where they take most.
fn most_of_a_level(spans: &[std::ops::Range<u64>]) -> usize {
    let tiles = tiles_under(spans);
    let of = |level| tiles.iter().filter(|tile| tile.level == level).count();
    [0, 8, 16].map(of).into_iter().max().unwrap()
}

#[test]
fn what_needs_no_proof_takes_none() {
    let (empty, some, other) = (empty_root(), leaf(b"un"), leaf(b"deux"));
    assert!(check_consistency(0, 0, &[], &empty, &empty));
    assert!(check_consistency(0, 5, &[], &empty, &some));
    assert!(check_consistency(5, 5, &[], &some, &some));
    assert!(!check_consistency(0, 5, &[], &some, &some));
    assert!(!check_consistency(0, 5, &[some], &empty, &some));
    assert!(!check_consistency(5, 5, &[], &some, &other));
    assert!(!check_consistency(5, 5, &[some], &some, &some));
    assert!(!check_consistency(6, 5, &[], &some, &some));
    assert!(!check_inclusion(&some, 0, 0, &[], &some));
    assert!(check_inclusion(&some, 0, 1, &[], &some));
    assert!(inclusion_spans(5, 5).is_empty() && consistency_spans(6, 5).is_empty());
}

#[test]
fn a_subtree_that_is_not_there_is_named() {
    let leaves = numbered(3);
    let missing = Subtree { level: 2, index: 0 };
    assert_eq!(root_of(4, leaves.as_slice()), Err(missing));
    assert_eq!(root_of(4, &TileSet::default()), Err(missing));
}
