using System.Net;
using Usher.Engine.SeatingPlans.Formats;
using Usher.Engine.SeatingPlans.Generators;
using Usher.Testing;

namespace Usher.Tests.SeatingPlans;

/// <summary>Large plans are worked on few at a time: the next ones wait, and then are refused.</summary>
public sealed class PlanBodiesTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private static readonly byte[] Large = PlanJson.Write(BlockPlan.Create("Large", 40, 50, [], "Seat"));
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly byte[] Small = PlanJson.Write(BusPlan.Create("Small", 3, "Seat"));

    [Fact]
    public async Task One_that_is_still_coming_keeps_the_next_large_one_out_and_no_small_one()
    {
        await using var server = await TestServer.StartAsync(
            database, ("Auth:AdminKey", TestApi.AdminKey), ("Http:PlanBodiesMax", "1"),
            ("Http:PlanBodiesWaitingMax", "0"));
        using var patient = new HttpClient(new SocketsHttpHandler { Expect100ContinueTimeout = Patience })
        {
            BaseAddress = server.Http.BaseAddress,
        };
        patient.DefaultRequestHeaders.ExpectContinue = true;
        var held = new HeldContent(Large);
        var first = SendAsync(patient, held);
        await held.Begun.WaitAsync(Patience);

        var second = await SendAsync(patient, new ByteArrayContent(Large));

        second.ShouldBeProblem(HttpStatusCode.ServiceUnavailable, "overloaded");
        (await SendAsync(server.Http, new ByteArrayContent(Small))).Status.ShouldBe(HttpStatusCode.Created);
        held.LetGo();
        (await first).Status.ShouldBe(HttpStatusCode.Created);
        (await SendAsync(server.Http, new ByteArrayContent(Large))).Status.ShouldBe(HttpStatusCode.Created);
    }

    private static Task<Answer> SendAsync(HttpClient http, HttpContent content)
    {
        content.Headers.ContentType = new("application/json");
        return http.CallAsync(
            HttpMethod.Post, "/api/admin/plans", content, ("X-Api-Key", TestApi.AdminKey));
    }

    // Half of a body once the server reads it, and the rest when it is let go.
    private sealed class HeldContent(byte[] bytes) : HttpContent
    {
        private readonly TaskCompletionSource _begun = new();
        private readonly TaskCompletionSource _rest = new();

        public Task Begun => _begun.Task;

        public void LetGo() => _rest.SetResult();

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.WriteAsync(bytes.AsMemory(0, bytes.Length / 2));
            await stream.FlushAsync();
            _begun.SetResult();
            await _rest.Task;
            await stream.WriteAsync(bytes.AsMemory(bytes.Length / 2));
        }

        protected override bool TryComputeLength(out long length)
        {
            length = bytes.Length;
            return true;
        }
    }
}
