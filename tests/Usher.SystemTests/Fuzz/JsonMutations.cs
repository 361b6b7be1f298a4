using System.Text;

namespace Usher.SystemTests.Fuzz;

/// <summary>Makes good JSON bad, a place at a time, in every way that a wire has seen.</summary>
internal static class JsonMutations
{
    public static byte[] Mutate(JsonTree tree, Dice dice)
    {
        for (var times = dice.Of(1, 1, 1, 2, 3); times > 0; times--)
        {
            tree = MutateTree(tree, dice);
        }

        var bytes = tree.ToBytes();
        return dice.Percent(25) ? MutateBytes(bytes, dice) : bytes;
    }

    private static JsonTree MutateTree(JsonTree tree, Dice dice) => tree switch
    {
        JsonTree.Fields { Items: { Count: > 0 } items } => new JsonTree.Fields(MutateFields([.. items], dice)),
        JsonTree.List list when dice.Percent(75) => MutateList([.. list.Items], dice),
        _ => Replacement(tree, dice),
    };

    private static List<(byte[] Name, JsonTree Value)> MutateFields(
        List<(byte[] Name, JsonTree Value)> fields, Dice dice)
    {
        var at = dice.Below(fields.Count);
        var (name, value) = fields[at];
        switch (dice.Below(12))
        {
            case 0:
                fields.RemoveAt(at);
                break;
            case 1:
                fields.Insert(dice.Below(fields.Count), (name, dice.Percent(50) ? value : Replacement(value, dice)));
                break;
            case 2:
                fields.Insert(at, (JsonTree.Name(dice.OneOf(HostileTexts.Texts)), Replacement(value, dice)));
                break;
            case 3:
                fields.Insert(at, (JsonTree.Name("unknown"), new JsonTree.Leaf(HostileTexts.Deep(dice))));
                break;
            case 4:
                fields[at] = (dice.OneOf(HostileTexts.QuotedBytes), value);
                break;
            case 5:
                // The same name, written with escapes; or in other letters, which make it another name.
                var text = Encoding.UTF8.GetString(name).Trim('"');
                fields[at] = (Encoding.UTF8.GetBytes(dice.Percent(50)
                    ? $"\"\\u{(int)text.FirstOrDefault('a'):x4}{text[Math.Min(1, text.Length)..]}\""
                    : $"\"{text.ToUpperInvariant()}\""), value);
                break;
            case 6:
                fields[at] = (name, JsonTree.Raw("null"));
                break;
            default:
                fields[at] = (name, MutateTree(value, dice));
                break;
        }

        return fields;
    }

    private static JsonTree MutateList(List<JsonTree> items, Dice dice)
    {
        switch (dice.Below(7))
        {
            case 0:
                return new JsonTree.List([]);
            case 1:
                return new JsonTree.List([.. Enumerable.Range(1, dice.Of(99, 100, 101, 127, 128, 129, 5000))
                    .Select(seat => JsonTree.Raw($"{seat}"))]);
            case 2 when items.Count > 0:
                items.Add(items[dice.Below(items.Count)]);
                return new JsonTree.List(items);
            case 3:
                items.Insert(dice.Below(items.Count + 1), JsonTree.Raw(dice.OneOf(HostileTexts.Values)));
                return new JsonTree.List(items);
            case 4:
                items.Add(new JsonTree.List([.. items]));
                return new JsonTree.List(items);
            default:
                items.Insert(dice.Below(items.Count + 1), JsonTree.Raw(dice.OneOf(HostileTexts.Numbers)));
                return new JsonTree.List(items);
        }
    }

    private static JsonTree Replacement(JsonTree tree, Dice dice) => dice.Below(8) switch
    {
        0 or 1 => JsonTree.Raw(dice.OneOf(HostileTexts.Values)),
        2 or 3 => JsonTree.Raw(dice.OneOf(HostileTexts.Numbers)),
        4 => JsonTree.Quoted(dice.OneOf(HostileTexts.Texts)),
        5 => new JsonTree.Leaf(dice.OneOf(HostileTexts.QuotedBytes)),
        6 => JsonTree.Quoted(HostileTexts.Long(dice)),
        _ => dice.Percent(50) ? new JsonTree.Leaf(HostileTexts.Deep(dice)) : new JsonTree.List([tree, tree]),
    };

    private static byte[] MutateBytes(byte[] bytes, Dice dice)
    {
        var at = dice.Below(Math.Max(1, bytes.Length));
        return dice.Below(14) switch
        {
            0 or 1 or 2 => bytes[..at],
            3 => [.. bytes[..at], .. dice.Bytes(dice.Between(1, 8)), .. bytes[at..]],
            4 => [.. bytes[..at], .. dice.OneOf(HostileTexts.InvalidUtf8), .. bytes[at..]],
            5 => [.. bytes, .. bytes],
            6 => [0xef, 0xbb, 0xbf, .. bytes],
            7 => Encoding.Unicode.GetBytes(Encoding.UTF8.GetString(bytes)),
            8 => [.. Encoding.UTF8.GetBytes(new string(' ', dice.Of(100, 10_000, 65_000))), .. bytes],
            9 => [],
            10 => [.. bytes, .. "\n// done"u8],
            11 => Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(bytes).Replace('"', '\'')),
            12 => [.. bytes[..at], 0, .. bytes[at..]],
            _ => HostileTexts.Deep(dice),
        };
    }
}
