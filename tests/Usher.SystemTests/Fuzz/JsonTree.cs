using System.Text;

namespace Usher.SystemTests.Fuzz;

/// <summary>JSON that need not be JSON: leaves and names are bytes, written as they are.</summary>
internal abstract record JsonTree
{
    private JsonTree()
    {
    }

    public sealed record Leaf(byte[] Bytes) : JsonTree;

    public sealed record List(List<JsonTree> Items) : JsonTree;

    public sealed record Fields(List<(byte[] Name, JsonTree Value)> Items) : JsonTree;

    public static Leaf Raw(string text) => new(Encoding.UTF8.GetBytes(text));

    public static Leaf Quoted(string text) => Raw(System.Text.Json.JsonSerializer.Serialize(text));

    public static byte[] Name(string text) => Quoted(text).Bytes;

    public byte[] ToBytes()
    {
        using var to = new MemoryStream();
        Write(to);
        return to.ToArray();
    }

    private void Write(MemoryStream to)
    {
        switch (this)
        {
            case Leaf leaf:
                to.Write(leaf.Bytes);
                break;
            case List list:
                to.WriteByte((byte)'[');
                foreach (var (i, item) in list.Items.Index())
                {
                    Separate(to, i);
                    item.Write(to);
                }

                to.WriteByte((byte)']');
                break;
            case Fields fields:
                to.WriteByte((byte)'{');
                foreach (var (i, (name, value)) in fields.Items.Index())
                {
                    Separate(to, i);
                    to.Write(name);
                    to.WriteByte((byte)':');
                    value.Write(to);
                }

                to.WriteByte((byte)'}');
                break;
            default:
                break;
        }
    }

    private static void Separate(MemoryStream to, int index)
    {
        if (index > 0)
        {
            to.WriteByte((byte)',');
        }
    }
}
