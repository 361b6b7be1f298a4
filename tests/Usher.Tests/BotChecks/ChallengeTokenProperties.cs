using System.Net;
using FsCheck;
using FsCheck.Fluent;
using Usher.Http.BotChecks;

namespace Usher.Tests.BotChecks;

/// <summary>What a challenge says cannot be changed, and nobody else can use it.</summary>
public sealed class ChallengeTokenProperties
{
    private static readonly byte[] Key = [.. Enumerable.Range(1, 32).Select(i => (byte)i)];
    private static readonly ClientAddress Client = ClientAddress.Of(IPAddress.Parse("192.0.2.7"));

    [Fact]
    public void A_token_says_what_was_signed_and_only_to_its_own_client() =>
        Prop.ForAll(
            Gen.Choose(8, 28).ToArbitrary(), Gen.Choose(1, int.MaxValue).ToArbitrary(),
            Gen.Choose(0, 255).ArrayOf(4).ToArbitrary(),
            (bits, show, address) =>
            {
                var client = ClientAddress.Of(new IPAddress([.. address.Select(part => (byte)part)]));
                var challenge = ChallengeToken.New(bits, new ShowId(show), DateTimeOffset.UnixEpoch.AddSeconds(show));
                var text = challenge.Sign(Key, client);

                return text.Length == ChallengeToken.Chars
                    && ChallengeToken.Read(text, Key, client) == challenge
                    && ChallengeToken.IdOf(text) == challenge.Id
                    && (client == Client || ChallengeToken.Read(text, Key, Client) is null)
                    && ChallengeToken.Read(text, [.. Key.Reverse()], client) is null;
            }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_token_with_any_other_letter_is_none() =>
        Prop.ForAll(
            Gen.Choose(0, ChallengeToken.Chars - 1).ToArbitrary(), Gen.Choose(' ', '~').ToArbitrary(),
            (at, letter) =>
            {
                var text = Token(bits: 12);
                var changed = $"{text[..at]}{(char)letter}{text[(at + 1)..]}";
                return changed == text || ChallengeToken.Read(changed, Key, Client) is null;
            }).QuickCheckThrowOnFailure();

    [Fact]
    public void An_answer_has_one_form_and_no_other()
    {
        var token = Token(bits: 8);
        ChallengeToken.Split($"{token}.0").ShouldBe((token, "0"));
        ChallengeToken.Split($"{token}.{new string('9', 20)}").ShouldNotBeNull();
        foreach (var wrong in (string[])
            ["", ".", token, $"{token}.", $"{token}.{new string('9', 21)}", $"{token}.-1", $"{token}.1 ",
                $"{token}.1e3", $"{token}:1", $"x{token}.1", $"{token}.٣", $"{token}=.1"])
        {
            ChallengeToken.Split(wrong).ShouldBeNull(wrong);
        }
    }

    [Fact]
    public void Padding_and_spaces_make_no_second_text_of_a_token()
    {
        var token = Token(bits: 8);

        foreach (var other in (string[])[$"{token}=", $" {token}", $"{token[..40]} {token[40..]}", token[..87]])
        {
            ChallengeToken.Read(other, Key, Client).ShouldBeNull();
        }
    }

    [Fact]
    public void What_was_found_has_the_bits_that_were_asked_for()
    {
        foreach (var bits in (int[])[8, 11, 13])
        {
            var token = Token(bits);
            var (_, nonce) = ChallengeToken.Split(ChallengeToken.Solve(token, bits))!.Value;

            ChallengeToken.IsSolved(token, nonce, bits).ShouldBeTrue();
            ChallengeToken.IsSolved(token, nonce, 64).ShouldBeFalse();
        }
    }

    private static string Token(int bits) =>
        ChallengeToken.New(bits, new ShowId(7), DateTimeOffset.UnixEpoch).Sign(Key, Client);
}
