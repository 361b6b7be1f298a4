using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Usher.Engine.Shows;

/// <summary>The currencies of ISO 4217 that people pay with.</summary>
public static class Currencies
{
    private const int DigitsUsual = 2;

    private const string None = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF";
    private const string Two = """
        AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY COP CRC
        CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR
        JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD
        NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN
        SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG
        """;

    private const string Three = "BHD IQD JOD KWD LYD OMR TND";

    private static readonly FrozenDictionary<string, int> Digits =
        Words(None, 0).Concat(Words(Two, DigitsUsual)).Concat(Words(Three, 3))
            .ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The codes of all of them.</summary>
    public static ImmutableArray<string> Codes => Digits.Keys;

    /// <summary>Whether there is such a currency; codes are in capitals.</summary>
    public static bool Exists(string code) => Digits.ContainsKey(code);

    /// <summary>How many decimal places its amounts are written with: 4600 minor units are "46.00".</summary>
    /// <returns>0, 2 or 3; 2 for a code that is not known.</returns>
    public static int DigitsOf(string code) => Digits.GetValueOrDefault(code, DigitsUsual);

    private static IEnumerable<KeyValuePair<string, int>> Words(string codes, int digits) =>
        codes.Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries)
            .Select(code => KeyValuePair.Create(code, digits));
}
