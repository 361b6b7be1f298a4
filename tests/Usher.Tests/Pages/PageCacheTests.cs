using Microsoft.Extensions.Options;
using Usher.Pages.Kit;

namespace Usher.Tests.Pages;

public sealed class PageCacheTests : IDisposable
{
    private readonly PageCache _cache = new(Options.Create(new PagesOptions { CachedEntriesMax = 10 }));

    public void Dispose() => _cache.Dispose();

    [Fact]
    public async Task A_crowd_before_one_page_loads_it_once()
    {
        var loads = 0;
        var loading = new TaskCompletionSource<string>();
        var readers = Enumerable.Range(0, 100).Select(_ => ReadAsync(async () =>
        {
            Interlocked.Increment(ref loads);
            return await loading.Task;
        })).ToList();

        loading.SetResult("a");

        (await Task.WhenAll(readers)).ShouldAllBe(value => value == "a");
        loads.ShouldBe(1);
    }

    [Fact]
    public async Task A_reader_who_goes_does_not_end_the_load_of_the_others()
    {
        var loading = new TaskCompletionSource<string>();
        using var gone = new CancellationTokenSource();
        var first = _cache.GetAsync("page", TimeSpan.FromMinutes(1), () => loading.Task, gone.Token);
        var second = ReadAsync(() => Task.FromResult("b"));

        await gone.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => first);
        loading.SetResult("a");

        (await second).ShouldBe("a");
    }

    [Fact]
    public async Task A_failure_is_not_kept_and_what_is_too_old_is_loaded_again()
    {
        await Should.ThrowAsync<InvalidOperationException>(
            () => ReadAsync(() => throw new InvalidOperationException()));
        (await ReadAsync(() => Task.FromResult("a"))).ShouldBe("a");
        (await ReadAsync(() => Task.FromResult("b"))).ShouldBe("a");
        (await _cache.GetAsync("page", TimeSpan.Zero, () => Task.FromResult("c"), CancellationToken.None))
            .ShouldBe("c");
        await _cache.GetAsync(
            "brief", TimeSpan.FromMilliseconds(20), () => Task.FromResult("a"), CancellationToken.None);
        await Task.Delay(TimeSpan.FromMilliseconds(60));
        (await _cache.GetAsync("brief", TimeSpan.FromMinutes(1), () => Task.FromResult("b"), CancellationToken.None))
            .ShouldBe("b");
    }

    [Fact]
    public async Task Nothing_is_kept_as_well_as_something()
    {
        (await _cache.GetAsync<string?>(
            "none", TimeSpan.FromMinutes(1), () => Task.FromResult<string?>(null), CancellationToken.None))
            .ShouldBeNull();
        (await _cache.GetAsync<string?>(
            "none", TimeSpan.FromMinutes(1), () => Task.FromResult<string?>("a"), CancellationToken.None))
            .ShouldBeNull();
    }

    [Fact]
    public async Task No_more_is_kept_than_there_is_room_for()
    {
        for (var i = 0; i < 100; i++)
        {
            await _cache.GetAsync($"{i}", TimeSpan.FromMinutes(1), () => Task.FromResult("a"), CancellationToken.None);
        }

        var kept = 0;
        for (var i = 0; i < 100; i++)
        {
            var value = await _cache.GetAsync(
                $"{i}", TimeSpan.FromMinutes(1), () => Task.FromResult("b"), CancellationToken.None);
            kept += value == "a" ? 1 : 0;
        }

        kept.ShouldBeInRange(1, 10);
    }

    private Task<string> ReadAsync(Func<Task<string>> load) =>
        _cache.GetAsync("page", TimeSpan.FromMinutes(1), load, CancellationToken.None);
}
