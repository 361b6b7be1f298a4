using Usher.Engine.Sealing;

namespace Usher.Tests.Privacy;

public sealed class KeyRingFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("usher-keyring-").FullName;

    private string FilePath => Path.Combine(_folder, "below", "keyring.json");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_file_is_made_once_and_only_its_owner_reads_it()
    {
        var made = new KeyRingFile(FilePath).ReadOrMake();
        var read = new KeyRingFile(FilePath).ReadOrMake();

        read.PersonOf("asha@example.com").ShouldBe(made.PersonOf("asha@example.com"));
        read.ProofOf("k1").ShouldBe(made.ProofOf("k1"));
        Directory.GetFiles(Path.GetDirectoryName(FilePath)!).ShouldBe([FilePath]);
        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(FilePath).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }

    [Fact]
    public async Task Many_who_make_it_at_once_have_the_same()
    {
        var rings = await Task.WhenAll(Enumerable.Range(0, 20).Select(
            _ => Task.Run(() => new KeyRingFile(FilePath).ReadOrMake().PersonOf("asha@example.com"))));

        rings.Distinct().ShouldHaveSingleItem();
    }

    [Fact]
    public void A_key_is_added_and_then_used_and_people_are_found_as_before()
    {
        var file = new KeyRingFile(FilePath);
        file.Add().ShouldBe("k1");
        var first = file.Read();
        file.Add().ShouldBe("k2");
        var second = file.Read();
        file.Use("k2");
        var third = file.Read();

        (first.ActiveId, second.ActiveId, third.ActiveId).ShouldBe(("k1", "k1", "k2"));
        third.FindingId.ShouldBe("k1");
        third.ProofOf("k1").ShouldBe(first.ProofOf("k1"));
        third.PersonOf("asha@example.com").ShouldBe(first.PersonOf("asha@example.com"));
        third.Ids.Order().ShouldBe(["k1", "k2"]);
        Should.Throw<KeyRingException>(() => file.Use("k3")).Message.ShouldContain("no key 'k3'. It has k1, k2.");
    }

    [Theory]
    [InlineData(null, "there is no such file")]
    [InlineData("", "it must be JSON")]
    [InlineData("[]", "it must be JSON")]
    [InlineData("""{ "active": "k1", "keys": {} }""", "it must be JSON")]
    [InlineData("""{ "active": "k1", "finding": "k1", "keys": { "k1": "?" } }""", "it must be JSON")]
    [InlineData("""{ "active": "k1", "finding": "k1", "keys": { "k1": "AAAA" } }""", "has 3 bytes")]
    [InlineData("""{ "active": "k1", "finding": "k1", "keys": {} }""", "which is not among 'keys'")]
    public void What_is_no_ring_is_refused_in_one_line(string? content, string problem)
    {
        if (content is not null)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(FilePath)!);
            File.WriteAllText(FilePath, content);
        }

        var refusal = Should.Throw<KeyRingException>(() => new KeyRingFile(FilePath).Read()).Message;

        refusal.ShouldStartWith($"the key ring {FilePath} cannot be used: ");
        refusal.ShouldContain(problem);
        refusal.ShouldNotContain('\n');
    }
}
