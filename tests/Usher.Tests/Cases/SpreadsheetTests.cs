using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Usher.Engine.SeatingPlans;
using Usher.Engine.SeatingPlans.Formats;

namespace Usher.Tests.Cases;

/// <summary>Tables as spreadsheets of other countries write them.</summary>
public sealed class SpreadsheetTests
{
    private const string Table = "section;row;seat;x;y;category\r\nRänge;1;1;0,5;0;Loge\r\nRänge;1;2;25,5;0;Loge\r\n";

    [Fact]
    public void A_table_with_decimal_commas_in_Windows_1252_is_read()
    {
        var plan = Read(Case.Read("decimal-comma.csv"));

        plan.Sections.ShouldBe(["Ränge"]);
        (plan.Seats[1].X - plan.Seats[0].X).ShouldBe(25);
        plan.NameOf(2).ShouldBe("Row 1, seat 2");
    }

    [Theory]
    [InlineData("9:00 AM", "09:00")]
    [InlineData("1:20 PM", "13:20")]
    [InlineData("01:20:00\u202fPM", "13:20")]
    [InlineData("12:05 a. m.", "00:05")]
    [InlineData("13:20:00", "13:20")]
    [InlineData("9h05", "09:05")]
    [InlineData("9：40", "09:40")]
    [InlineData("8:40", "8:40")]
    public void Times_of_appointments_are_read_as_spreadsheets_write_them(string written, string time)
    {
        var plan = Read($"row,seat,category\nDesk 1,{written},A\nDesk 1,23:50,A\n");

        plan.Kind.ShouldBe(PlanKind.Slots);
        plan.Seats.Select(seat => seat.Number).ShouldContain(time);
    }

    [Theory]
    [InlineData("9.20")]
    [InlineData("24:00")]
    [InlineData("13:20 PM")]
    [InlineData("walk-in")]
    public void An_appointment_that_is_called_by_no_time_is_refused_by_its_line(string odd)
    {
        var reading = PlanCsv.Read(
            Encoding.UTF8.GetBytes($"row,seat,category\nDesk 1,9:00,A\nDesk 1,{odd},A\nDesk 1,10:00,A\n"), "hall");

        reading.Plan.ShouldBeNull();
        var problem = reading.Problems.ShouldHaveSingleItem();
        problem.Where.ShouldStartWith("line 3");
        problem.What.ShouldStartWith($"the seat '{odd}' is no time of day as the others are");
    }

    [Fact]
    public void One_desk_has_one_appointment_at_a_time()
    {
        var reading = PlanCsv.Read("row,seat,category\nDesk 1,9:00,A\nDesk 1,09:00,A\n"u8.ToArray(), "hall");

        reading.Plan.ShouldBeNull();
        reading.Problems.ShouldHaveSingleItem().What.ShouldContain("which people would take for one");
    }

    [Theory]
    [InlineData("01. Feb")]
    [InlineData("05.Dez")]
    [InlineData("1-Feb")]
    [InlineData("Feb-01")]
    [InlineData("01-févr")]
    [InlineData("1/2/26")]
    [InlineData("01.02.26")]
    [InlineData("2月1日")]
    [InlineData("2026-02-01 00:00:00")]
    public void A_label_of_which_a_spreadsheet_made_a_date_is_refused(string date)
    {
        foreach (var line in (string[])[$"{date},1", $"1,{date}"])
        {
            var reading = PlanCsv.Read(Encoding.UTF8.GetBytes($"row,seat,category\n{line},A\n"), "hall");
            reading.Problems.ShouldHaveSingleItem().What.ShouldContain("format the column");
        }
    }

    [Theory]
    [InlineData("A-12")]
    [InlineData("Set-1")]
    [InlineData("1/5")]
    [InlineData("Mars")]
    [InlineData("5.1")]
    [InlineData("#12")]
    public void A_label_that_only_looks_a_little_like_a_date_or_an_error_is_one(string label) =>
        Read($"row,seat,category\n{label},1,A\n").Rows.ShouldHaveSingleItem().Label.ShouldBe(label);

    [Theory]
    [InlineData("#REF!")]
    [InlineData("#NV")]
    [InlineData("#N/A")]
    [InlineData("###")]
    public void An_error_of_a_spreadsheet_is_no_label(string error) => PlanCsv
        .Read(Encoding.UTF8.GetBytes($"row,seat,category\nA,{error},A\n"), "hall").Problems.ShouldHaveSingleItem()
        .What.ShouldStartWith($"the seat is '{error}', an error of a spreadsheet");

    [Fact]
    public void Empty_lines_and_columns_at_the_end_are_nothing()
    {
        Read(Case.Read("empty-tail.csv")).Seats.Select(seat => seat.Number).ShouldBe(["1", "2"]);
        Read("section,row,seat,x,y,category,,,\nA,1,1,0,0,x,,,\n,,,,,,,,\n \nA,1,2,25,0,x,,,\n")
            .Seats.Length.ShouldBe(2);
    }

    [Theory]
    [InlineData("utf-8", true)]
    [InlineData("utf-8", false)]
    [InlineData("utf-16", true)]
    [InlineData("utf-16", false)]
    [InlineData("utf-16BE", true)]
    [InlineData("iso-8859-1", false)]
    public void Every_encoding_of_a_spreadsheet_is_read(string encoding, bool isMarked)
    {
        var letters = Encoding.GetEncoding(encoding);
        byte[] file = [.. isMarked ? letters.Preamble : [], .. letters.GetBytes(Table)];

        Read(file).Sections.ShouldBe(["Ränge"]);
    }

    [Theory]
    [InlineData("windows-1250", "Balkón", "Řada")]
    [InlineData("windows-1251", "Балкон", "Ложа")]
    [InlineData("Windows-1253", "Εξώστης", "Θέση")]
    [InlineData("windows-1254", "Balkon ğüş", "Sıra")]
    [InlineData("windows-1257", "Rõdu", "Žiūrovas")]
    [InlineData("shift_jis", "二階席", "列")]
    [InlineData("gb2312", "楼座", "排")]
    [InlineData("ks_c_5601-1987", "발코니", "열")]
    [InlineData("big5", "樓座", "排")]
    [InlineData("macintosh", "Parterre d’été", "Loge")]
    public void Letters_from_before_Unicode_are_read_as_somebody_says_they_are(
        string encoding, string section, string category)
    {
        var letters = TableLetters.Parse(encoding).ShouldNotBeNull();
        var file = CodePagesEncodingProvider.Instance.GetEncoding(letters.Name)!
            .GetBytes($"section;row;seat;category\r\n{section};1;1;{category}\r\n");

        var reading = PlanCsv.Read(file, "hall", letters);

        reading.Letters.ShouldBe(letters);
        var plan = reading.Plan.ShouldNotBeNull();
        (plan.Sections[0], plan.Categories[0].Name).ShouldBe((section, category));
    }

    [Theory]
    [InlineData("windows-1250", "Sekcja;Rząd;Miejsce;Kategoria", "Rząd 1", "Rząd 1, seat 4")]
    [InlineData("windows-1254", "BÖLÜM;SIRA;KOLTUK;KATEGORİ", "Sıra 3", "Sıra 3, seat 4")]
    public void Names_of_columns_are_known_in_their_letters(string encoding, string head, string row, string name)
    {
        var letters = TableLetters.Parse(encoding).ShouldNotBeNull();
        var file = CodePagesEncodingProvider.Instance.GetEncoding(encoding)!.GetBytes($"{head}\r\nA;{row};4;B\r\n");

        PlanCsv.Read(file, "hall", letters).Plan.ShouldNotBeNull().NameOf(1).ShouldBe(name);
        PlanCsv.Read(file, "hall").Letters.ShouldBe(TableLetters.Western);
    }

    [Fact]
    public void It_is_told_that_letters_were_read_as_nobody_said_and_only_then()
    {
        PlanCsv.Read(Encoding.Latin1.GetBytes(Table), "hall").Letters.ShouldBe(TableLetters.Western);
        PlanCsv.Read(Case.Read("empty-tail.csv"), "hall", TableLetters.Parse("windows-1250")).Letters.ShouldBeNull();
        PlanCsv.Read(Encoding.UTF8.GetBytes(Table), "hall", TableLetters.Parse("big5")).Letters.ShouldBeNull();
    }

    [Theory]
    [InlineData("cs-CZ", "windows-1250")]
    [InlineData("hr-HR", "windows-1250")]
    [InlineData("uk-UA", "windows-1251")]
    [InlineData("tr-TR", "windows-1254")]
    [InlineData("ja-JP", "shift_jis")]
    [InlineData("de-DE", "windows-1252")]
    [InlineData("en-IN", "windows-1252")]
    public void Spreadsheets_write_the_letters_of_their_country(string country, string encoding) =>
        TableLetters.Of(CultureInfo.GetCultureInfo(country)).Name.ShouldBe(encoding);

    [Theory]
    [InlineData(';', "\r\n")]
    [InlineData('\t', "\n")]
    [InlineData('|', "\r")]
    public void Every_separator_and_end_of_line_is_read(char separator, string end) =>
        Read(Table.Replace(';', separator).Replace("\r\n", end, StringComparison.Ordinal))
            .Seats.Select(seat => seat.X).ShouldBe([25, 50]);

    [Theory]
    [InlineData("Bereich;Reihe;Platz;Preiskategorie")]
    [InlineData("Secteur;Rang;Siège;Catégorie")]
    [InlineData("Sección;Fila;Butaca;Categoría")]
    [InlineData("Settore;Fila;Posto;Categoria")]
    [InlineData("Bölüm;Sıra;Koltuk;Kategori")]
    [InlineData("BÖLÜM;SIRA;KOLTUK;KATEGORİ")]
    [InlineData("bölüm;sira;koltuk;kategori")]
    [InlineData("Zone Name;Row No.;Seat-Number;PRICE LEVEL")]
    [InlineData("sep=;\nSection;Row;Seat;Category")]
    [InlineData("Großer Saal\n\nSection;Row;Seat;Category")]
    public void The_usual_names_of_columns_are_known(string head)
    {
        var plan = Read($"{head}\nParkett;C;7;Loge\n");

        plan.Sections.ShouldBe(["Parkett"]);
        plan.NameOf(1).ShouldBe("Row C, seat 7");
        plan.Categories[0].Name.ShouldBe("Loge");
    }

    [Theory]
    [InlineData(";", "1,250", "2,5", 1.25)]
    [InlineData(";", "1.250", "2,5", 1250)]
    [InlineData(";", "1.250,5", "0", 1250.5)]
    [InlineData(";", "1.250", "0", 1.25)]
    [InlineData(";", "1 250", "0", 1250)]
    [InlineData("\t", "1,250.5", "0", 1250.5)]
    [InlineData("\t", "1,250", "2.5", 1250)]
    [InlineData("\t", "1'250.5", "0", 1250.5)]
    [InlineData(",", "\"1,250\"", "0", 1250)]
    [InlineData(",", "\"0,5\"", "0", 0.5)]
    [InlineData(";", "1.250.000", "0", 1250000)]
    [InlineData(";", "−5", "0", -5)]
    [InlineData(";", "1E3", "0", 1000)]
    public void Numbers_are_read_as_the_table_writes_them(string separator, string x, string y, double expected)
    {
        var numbers = new TableNumbers(separator == ",");
        (x, y) = (x.Trim('"'), y.Trim('"'));
        numbers.Look(x);
        numbers.Look(y);

        numbers.Read(x, out var problem).ShouldBe(expected);
        problem.ShouldBeNull();
    }

    [Theory]
    [InlineData("1,2,3")]
    [InlineData("1.5.3")]
    [InlineData("1.2,3.4")]
    [InlineData("north")]
    [InlineData("")]
    public void What_is_no_number_is_none(string text) => new TableNumbers(false).Read(text, out _).ShouldBeNull();

    [Fact]
    public void A_number_that_may_be_two_is_refused_with_the_way_out() =>
        PlanCsv.Read(Encoding.UTF8.GetBytes("row;seat;category;x;y\nA;1;All;1,250;0\n"), "hall")
            .Problems.ShouldHaveSingleItem().ToString().ShouldBe(
                "line 2, row A, seat 1: x is '1,250', which may be 1.250 or 1250; write it without a sign between "
                + "thousands");

    [Theory]
    [InlineData(new byte[] { 0x50, 0x4b, 0x03, 0x04, 0x14, 0x00 })]
    [InlineData(new byte[] { 0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1 })]
    public void A_spreadsheets_own_file_is_refused_with_the_way_out(byte[] file) =>
        new NewPlan(file) { NameDefault = "hall" }.Read().Problems.ShouldHaveSingleItem().ToString()
            .ShouldBe("this is a spreadsheet's own file (xlsx, xls, ods or numbers); save it as CSV");

    [Theory]
    [InlineData(new byte[] { 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a }, "a picture (PNG)")]
    [InlineData(new byte[] { 0xff, 0xd8, 0xff, 0xe0, 0x00, 0x10 }, "a picture (JPEG)")]
    [InlineData(new byte[] { 0x25, 0x50, 0x44, 0x46, 0x2d, 0x31 }, "a PDF document")]
    public void What_is_no_text_is_called_what_it_is(byte[] file, string what)
    {
        foreach (var format in (PlanFormat?[])[null, PlanFormat.Csv, PlanFormat.Json])
        {
            new NewPlan(file) { NameDefault = "hall", Format = format }.Read().Problems.ShouldHaveSingleItem()
                .ToString().ShouldBe($"this is {what} and no plan; choose a CSV or JSON file");
        }
    }

    [Theory]
    // To the end of the file, and to the next quotation mark.
    [InlineData("row,seat,category\nA,1,Front\n\"A,2,Front\nA,3,Front\n", "line 3, column row")]
    [InlineData("row;seat;category\nA;1;Front\nA;\"2;Front\nA;3;\"Front\"\n", "line 3, column seat")]
    [InlineData("row,seat,category\r\nA,1,\"Front\r\n", "line 2, column category")]
    public void A_quotation_mark_that_is_not_closed_is_told_where_it_is(string table, string where) =>
        PlanCsv.Read(Encoding.UTF8.GetBytes(table), "hall").Problems.ShouldHaveSingleItem().ToString().ShouldBe(
            $"{where}: the quotation mark at the beginning of this field has none at its end; add it, or remove the "
            + "first one");

    [Theory]
    [InlineData("A,1,\"Front\"")]
    [InlineData("A,1,\"Front, left\" ")]
    [InlineData("A,1,\"The \"\"Front\"\"\"")]
    public void Quotation_marks_that_are_closed_are_fine(string line) =>
        PlanCsv.Read(Encoding.UTF8.GetBytes($"row,seat,category\n{line}\n"), "hall").Problems.ShouldBeEmpty();

    [Theory]
    [InlineData("01.05.2027", "1", "row", "01.05.2027")]
    [InlineData("A", "5/1/2027", "seat", "5/1/2027")]
    [InlineData("2027-05-01", "1", "row", "2027-05-01")]
    public void A_label_that_a_spreadsheet_made_a_date_of_is_told_with_the_way_out(
        string row, string seat, string column, string date) =>
        PlanCsv.Read(Encoding.UTF8.GetBytes($"row,seat,category\n{row},{seat},Front\n"), "hall")
            .Problems.ShouldHaveSingleItem().ToString().ShouldBe(
                $"line 2, row {row}, seat {seat}: the {column} '{date}' is a date, which spreadsheets make of labels "
                + $"such as 1/5 or 1-5; format the column {column} as text and enter the label again");

    [Theory]
    [InlineData("2027-05-01,09:40,Any\n2027-05-02,09:40,Any")]
    [InlineData("'01.05.2027,1,Any\n\"=\"\"5/1/2027\"\"\",1,Any")]
    [InlineData("1-2-30,1,Any\n1.2.3,1,Any")]
    public void Slots_of_several_days_and_what_was_made_a_text_are_fine(string lines) =>
        PlanCsv.Read(Encoding.UTF8.GetBytes($"row,seat,category\n{lines}\n"), "hall").Problems.ShouldBeEmpty();

    [Fact]
    public void No_text_is_too_strange_to_be_judged() => Prop.ForAll<string, byte[]>((text, bytes) =>
    {
        byte[] table = [.. "row;seat;category;x;y\n"u8, .. bytes ?? []];
        foreach (var file in new[] { Encoding.UTF8.GetBytes(text ?? ""), bytes ?? [], table })
        {
            var reading = PlanCsv.Read(file, "hall");
            (reading.Plan is null).ShouldBe(reading.Problems.Length > 0);
        }
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Fact]
    public void What_keeps_a_spreadsheet_from_making_dates_is_taken_off()
    {
        var plan = Read("row;seat;category\n\"=\"\"5/12\"\"\";'007;\"'=All\"\n");

        plan.NameOf(1).ShouldBe("Row 5/12, seat 007");
        plan.Categories[0].Name.ShouldBe("=All");
    }

    [Fact]
    public void A_sample_is_a_plan_in_both_forms()
    {
        var plain = Read(PlanSample.Write());

        plain.Seats.Length.ShouldBe(38);
        plain.Seats.Count(seat => seat.Kind == SeatKind.Wheelchair).ShouldBe(1);
        Read(PlanSample.Write(TableForm.Semicolon)).Seats.ShouldBe(plain.Seats);
    }

    private static SeatingPlan Read(string table) => Read(Encoding.UTF8.GetBytes(table));

    private static SeatingPlan Read(byte[] table)
    {
        var reading = PlanCsv.Read(table, "hall");
        reading.Problems.ShouldBeEmpty();
        return reading.Plan.ShouldNotBeNull();
    }
}
