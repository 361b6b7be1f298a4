using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Usher.Bench.Http;

namespace Usher.SystemTests.Bench;

public sealed class ResponseReaderTests
{
    private const string Plain = "HTTP/1.1 201 Created\r\nContent-Length: 5\r\nX: y\r\n\r\nhello";
    private const string Chunked =
        "HTTP/1.1 200 OK\r\ntransfer-encoding: Chunked\r\n\r\n"
        + "3\r\nhel\r\nA;name=value\r\nlo, world!\r\n0\r\nTrailer: x\r\n\r\n";

    [Fact]
    public void A_body_of_known_length_is_read()
    {
        var reader = Read(Plain);
        reader.Head.Status.ShouldBe(201);
        Body(reader).ShouldBe("hello");
        reader.AllowsAnother.ShouldBeTrue();
    }

    [Fact]
    public void Chunks_are_joined_and_trailers_skipped()
    {
        var reader = Read(Chunked);
        Body(reader).ShouldBe("hello, world!");
        reader.AllowsAnother.ShouldBeTrue();
    }

    [Fact]
    public void The_pieces_a_response_comes_in_do_not_matter()
    {
        var cuts = Gen.Elements(Plain, Chunked, "HTTP/1.1 100 Continue\r\n\r\n" + Chunked).ToArbitrary();
        Prop.ForAll(cuts, ArbMap.Default.ArbFor<PositiveInt[]>(), (response, sizes) =>
            Body(Read(response, [.. sizes.Select(size => size.Get)])) == Body(Read(response)))
            .QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Interim_responses_are_skipped()
    {
        var reader = Read("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n" + Plain);
        reader.Head.Status.ShouldBe(201);
        Body(reader).ShouldBe("hello");
    }

    [Theory]
    [InlineData("HTTP/1.1 204 No Content\r\n\r\n")]
    [InlineData("HTTP/1.1 304 Not Modified\r\nContent-Length: 5000\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("HTTP/1.1 200 \r\nContent-Length: 0\r\n\r\n")]
    [InlineData("HTTP/1.1 200\r\nContent-Length: 0\r\n\r\n")]
    public void A_response_without_a_body_ends_with_its_head(string response) =>
        Read(response).Body.IsEmpty.ShouldBeTrue();

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n", false)]
    [InlineData("HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n", false)]
    [InlineData("HTTP/1.0 200 OK\r\nConnection: Keep-Alive\r\nContent-Length: 0\r\n\r\n", true)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\nunasked", false)]
    public void A_connection_is_used_again_only_where_both_sides_agree(string response, bool again) =>
        Read(response).AllowsAnother.ShouldBe(again);

    [Fact]
    public void A_body_without_a_length_ends_with_the_connection()
    {
        var reader = Feed("HTTP/1.1 200 OK\r\n\r\nuntil the end", [], out var complete);
        complete.ShouldBeFalse();
        reader.End().ShouldBeTrue();
        Body(reader).ShouldBe("until the end");
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhell")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\n")]
    public void A_connection_that_ends_too_early_completes_nothing(string response)
    {
        var reader = Feed(response, [], out var complete);
        complete.ShouldBeFalse();
        reader.End().ShouldBeFalse();
    }

    [Theory]
    [InlineData("SSH-2.0-OpenSSH\r\n\r\n")]
    [InlineData("HTTP/2 200\r\n\r\n")]
    [InlineData("HTTP/1.1 2x0 OK\r\n\r\n")]
    [InlineData("HTTP/1.1 2000 OK\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nno colon\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 1, 2\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-5\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhello\r\n")]
    public void What_is_not_HTTP_is_refused(string response) =>
        Should.Throw<MalformedResponseException>(() => Feed(response, [], out _));

    [Fact]
    public void A_response_longer_than_the_limit_is_refused()
    {
        var body = new string('x', 20_000);
        Should.Throw<MalformedResponseException>(() =>
            Feed($"HTTP/1.1 200 OK\r\nContent-Length: 20000\r\n\r\n{body}", [], out _, bytesMax: 8192));
        Body(Read($"HTTP/1.1 200 OK\r\nContent-Length: 20000\r\n\r\n{body}")).ShouldBe(body);
    }

    [Fact]
    public void An_endless_head_is_refused() =>
        Should.Throw<MalformedResponseException>(() =>
            Feed($"HTTP/1.1 200 OK\r\nX: {new string('x', 40_000)}", [], out _));

    [Theory]
    [InlineData("Retry-After: 7\r\n", 7)]
    [InlineData("Retry-After: Fri, 31 Dec 1999 23:59:59 GMT\r\n", null)]
    [InlineData("", null)]
    public void Retry_after_is_read_where_it_counts_seconds(string header, int? seconds) =>
        Read($"HTTP/1.1 503 Busy\r\n{header}Content-Length: 0\r\n\r\n").Head.RetryAfter
            .ShouldBe(seconds is { } s ? TimeSpan.FromSeconds(s) : null);

    [Fact]
    public void One_reader_reads_many_responses()
    {
        var reader = Read(Chunked);
        reader.Next();
        Push(reader, Plain, []).ShouldBeTrue();
        Body(reader).ShouldBe("hello");
    }

    private static ResponseReader Read(string response, params int[] sizes)
    {
        var reader = Feed(response, sizes, out var complete);
        complete.ShouldBeTrue();
        return reader;
    }

    private static ResponseReader Feed(
        string response, int[] sizes, out bool complete, int bytesMax = ResponseReader.DefaultBytesMax)
    {
        var reader = new ResponseReader(bytesMax);
        complete = Push(reader, response, sizes);
        return reader;
    }

    private static bool Push(ResponseReader reader, string response, int[] sizes)
    {
        ReadOnlySpan<byte> left = Encoding.Latin1.GetBytes(response);
        var complete = false;
        for (var i = 0; !left.IsEmpty; i++)
        {
            var free = reader.Free.Span;
            var piece = sizes.Length == 0 ? left.Length : sizes[i % sizes.Length];
            var size = Math.Min(Math.Min(left.Length, free.Length), piece);
            left[..size].CopyTo(free);
            left = left[size..];
            complete = reader.Advance(size);
        }

        return complete;
    }

    private static string Body(ResponseReader reader) => Encoding.Latin1.GetString(reader.Body.Span);
}
