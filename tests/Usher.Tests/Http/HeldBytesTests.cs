using System.Net;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.Options;
using Usher.Http.Transport;

namespace Usher.Tests.Http;

public sealed class HeldBytesTests
{
    private static readonly ClientAddress One = ClientAddress.Of(IPAddress.Parse("192.0.2.1"));
    private static readonly ClientAddress Other = ClientAddress.Of(IPAddress.Parse("192.0.2.2"));

    [Fact]
    public void A_body_counts_once_for_a_client_however_many_of_its_connections_wait_for_it()
    {
        var held = Of(max: 100);
        var body = new object();
        var first = held.Hold(One, body, 60);
        var second = held.Hold(One, body, 60);
        held.IsFull(One).ShouldBeFalse();

        var more = held.Hold(One, new object(), 40);
        held.IsFull(One).ShouldBeTrue();
        held.IsFull(Other).ShouldBeFalse();

        first!.Dispose();
        held.IsFull(One).ShouldBeTrue("the second one still waits");
        second!.Dispose();
        held.IsFull(One).ShouldBeFalse();
        more!.Dispose();
        held.IsAnybodyFull.ShouldBeFalse();
    }

    [Fact]
    public void Zero_is_no_limit()
    {
        var held = Of(max: 0);

        held.Hold(One, new object(), int.MaxValue).ShouldBeNull();

        held.IsFull(One).ShouldBeFalse();
    }

    [Fact]
    public void Whoever_holds_the_limit_is_full_and_nobody_else_whatever_comes_and_goes()
    {
        const int Max = 100;
        var body = Gen.Choose(0, 5).Select(index => (Index: index, Bytes: 10 * (index + 1)));
        var step = Gen.Elements(One, Other).SelectMany(client => body.SelectMany(
            body => Gen.Elements(true, false).Select(begins => (Client: client, Body: body, Begins: begins))));
        Prop.ForAll(step.ListOf().ToArbitrary(), steps =>
        {
            var held = Of(Max);
            var bodies = Enumerable.Range(0, 6).Select(_ => new object()).ToArray();
            var open = new List<(ClientAddress Client, int Index, int Bytes, IDisposable Hold)>();
            foreach (var (client, (index, bytes), begins) in steps)
            {
                var known = open.FindIndex(one => one.Client == client && one.Index == index);
                if (begins)
                {
                    open.Add((client, index, bytes, held.Hold(client, bodies[index], bytes)!));
                }
                else if (known >= 0)
                {
                    open[known].Hold.Dispose();
                    open.RemoveAt(known);
                }

                foreach (var who in new[] { One, Other })
                {
                    var sum = open.Where(one => one.Client == who).DistinctBy(one => one.Index).Sum(one => one.Bytes);
                    held.IsFull(who).ShouldBe(sum >= Max);
                }
            }

            open.ForEach(one => one.Hold.Dispose());
            return !held.IsAnybodyFull;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void All_clients_together_hold_no_more_than_all_may_and_what_they_share_counts_once()
    {
        var held = new HeldBytes(Options.Create(new HttpLimits { HeldBytesPerClientMax = 0, HeldBytesMax = 100 }));
        var (shared, own) = (new object(), new object());
        var holds = new[] { held.Hold(One, shared, 60)!, held.Hold(Other, shared, 60)! };
        held.IsAnybodyFull.ShouldBeFalse();

        using (held.Hold(Other, own, 40))
        {
            held.IsFull(One).ShouldBeTrue();
            held.IsFull(default).ShouldBeTrue("whoever it is");
        }

        held.IsAnybodyFull.ShouldBeFalse();
        holds[0].Dispose();
        using (held.Hold(Other, own, 40))
        {
            held.IsAnybodyFull.ShouldBeTrue("the other one still waits for what they shared");
            holds[1].Dispose();
            held.IsAnybodyFull.ShouldBeFalse();
        }
    }

    private static HeldBytes Of(int max) =>
        new(Options.Create(new HttpLimits { HeldBytesPerClientMax = max, HeldBytesMax = 0 }));
}
